"""One module for each way in and out, all behind `bot.channel.Channel`."""
