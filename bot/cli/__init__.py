"""The command `tuckaway`: what can be asked of it, in one table; each command imports its own part when it runs."""

from typing import Annotated

import typer

app = typer.Typer(
    help="A memory that people text. Without a command it starts everything.",
    # A traceback with local variables would print what people wrote.
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    rich_markup_mode=None,
)
deadletters = typer.Typer(help="Messages that could not be handled or delivered.", no_args_is_help=True)
app.add_typer(deadletters, name="deadletters")
index_commands = typer.Typer(help="The search index.", no_args_is_help=True)
app.add_typer(index_commands, name="index")

invite_commands = typer.Typer(help="Invitations for people who write for the first time.")
app.add_typer(invite_commands, name="invite")
webhook_commands = typer.Typer(help="Where providers bring what people send.", no_args_is_help=True)
app.add_typer(webhook_commands, name="webhooks")


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Start the database, the bot and the browser chat."""
    if context.invoked_subcommand is None:
        from bot.cli import serve
        from bot.cli.running import run

        run(serve.serve)


@app.command()
def chat(json: Annotated[bool, typer.Option("--json", help="Print one JSON object per message.")] = False) -> None:
    """Talk to the bot in this terminal; lines piped in are answered one by one."""
    from bot.cli import terminal
    from bot.cli.running import run

    run(lambda settings: terminal.chat(settings, as_json=json))


@app.command()
def link() -> None:
    """Print a link that lets one browser in, once."""
    from bot.cli import operate
    from bot.cli.running import run

    run(operate.link)


@app.command()
def reindex(
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Begin again, also where an earlier run was interrupted.")
    ] = False,
) -> None:
    """Fill the search index anew from the database, while it is in use."""
    from bot.cli import index
    from bot.cli.running import run

    run(lambda settings: index.reindex(settings, from_start=from_start))


@index_commands.command("verify")
def verify_index() -> None:
    """Compare the search index with the database and mend what differs."""
    from bot.cli import index
    from bot.cli.running import run

    run(index.verify)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="As you would ask it.")],
    person: Annotated[str | None, typer.Option(help="Whose memories, by id; the owner's by default.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each memory's score is the sum of.")] = False,
) -> None:
    """Search the memories of one person, and say why they stand in this order."""
    from bot.cli import searching
    from bot.cli.running import run

    run(lambda settings: searching.search(settings, question, person=person, explain=explain))


@app.command()
def migrate(
    to: Annotated[int | None, typer.Option(help="Schema version to go to; the newest by default.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
) -> None:
    """Bring the database to another schema version, forward or back."""
    from bot.cli import operate
    from bot.cli.running import run

    run(lambda settings: operate.migrate(settings, to=to, dry_run=dry_run))


@app.command()
def corrections() -> None:
    """Print what people corrected as JSON lines, where they allow that it be learnt from."""
    from bot.cli import operate
    from bot.cli.running import run

    run(operate.corrections)


@app.command()
def doctor() -> None:
    """Look at the installation and say what is wrong and how to mend it."""
    from bot.cli.examination import examine
    from bot.cli.running import run

    run(examine)


@deadletters.command("list")
def list_dead_letters() -> None:
    """List them, oldest first."""
    from bot.cli import operate
    from bot.cli.running import run

    run(operate.list_dead_letters)


@deadletters.command("show")
def show_dead_letter(message: Annotated[str, typer.Argument(help="Its id, as `list` prints it.")]) -> None:
    """Show one with its content."""
    from bot.cli import operate
    from bot.cli.running import run

    run(lambda settings: operate.show_dead_letter(settings, message))


@deadletters.command("retry")
def retry_dead_letter(
    message: Annotated[str, typer.Argument(help="Its id, or `all` that surely went nowhere.")],
) -> None:
    """Let the bot try again."""
    from bot.cli import operate
    from bot.cli.running import run

    run(lambda settings: operate.retry_dead_letter(settings, message))


@invite_commands.callback(invoke_without_command=True)
def invite(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option(help="Only by this one: telegram, whatsapp or sms.")] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it is good.")] = 7,
    uses: Annotated[int, typer.Option(min=1, max=1_000, help="How many people it lets in.")] = 1,
) -> None:
    """Print an invitation: a code, and where Telegram is set up a link."""
    if context.invoked_subcommand is None:
        from bot.cli import inviting
        from bot.cli.running import run

        run(lambda settings: inviting.invite(settings, channel=channel, days=days, uses=uses))


@invite_commands.command("list")
def list_invitations() -> None:
    """List them, the newest first."""
    from bot.cli import inviting
    from bot.cli.running import run

    run(inviting.list_all)


@invite_commands.command("revoke")
def revoke_invitation(
    invitation: Annotated[str, typer.Argument(help="Its id, as `list` prints it.")],
) -> None:
    """Make one no good."""
    from bot.cli import inviting
    from bot.cli.running import run

    run(lambda settings: inviting.revoke(settings, invitation))


@app.command()
def readmit(
    address: Annotated[
        str, typer.Argument(help="A telephone number that is still the same person's: sms:+447700900123.")
    ],
) -> None:
    """Believe an address again that was silent for long, when you know whose it is."""
    from bot.cli import inviting
    from bot.cli.running import run

    run(lambda settings: inviting.readmit(settings, address))


@webhook_commands.command("set")
def set_webhooks() -> None:
    """Tell Telegram and Twilio the addresses under TUCKAWAY_PUBLIC_URL."""
    from bot.cli import webhooks
    from bot.cli.running import run

    run(webhooks.set_all)
