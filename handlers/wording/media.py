"""What a person reads about files: why one was not kept, where to see it. Words that came with it always are kept."""

from collections.abc import Sequence

from bot.messages import ChannelName, File, Reply
from handlers.wording.speaker import Speaker, plain
from handlers.wording.upload_phrases import PHRASES, UploadPhrases
from memory.media.documents import Refusal


class MediaWording(Speaker):
    """Sentences about files. `count` is how many of one message it is about."""

    def file_too_large(self, megabytes: int, count: int) -> Reply:
        """More bytes than are taken by that channel."""
        return self._of_files(self.phrases.file_too_large.format(limit=megabytes), count)

    def file_empty(self, count: int) -> Reply:
        """Not a byte in it."""
        return self._of_files(self.phrases.file_empty, count)

    def file_not_allowed(self, count: int) -> Reply:
        """A program, an archive, a web page, or nothing that is known."""
        return self._of_files(self.phrases.file_not_allowed, count)

    def file_in_disguise(self, count: int) -> Reply:
        """Not what it says it is."""
        return self._of_files(self.phrases.file_in_disguise, count)

    def file_too_big_inside(self, count: int) -> Reply:
        """Small to send, huge once opened."""
        return self._of_files(self.phrases.file_too_big_inside, count)

    def file_gone(self, count: int) -> Reply:
        """The provider gave it no more."""
        return self._of_files(self.phrases.file_gone, count)

    def with_files(self, reply: Reply, files: Sequence[File]) -> Reply:
        """The reply, and files that go with it."""
        return reply.model_copy(update={"files": tuple(files), "elsewhere": self.phrases.files_elsewhere})

    def file_coming(self, reply: Reply) -> Reply:
        """The reply, and that a file it tells of is still being fetched."""
        return reply.model_copy(update={"text": f"{reply.text}\n\n{self.phrases.file_coming}"})

    def file_missing(self, reply: Reply) -> Reply:
        """The reply, and that the file it tells of is not there."""
        return reply.model_copy(update={"text": f"{reply.text}\n\n{self.phrases.file_missing}"})

    @property
    def uploads(self) -> UploadPhrases:
        """What is said to somebody who puts a file to a message, before they send it."""
        return PHRASES[self.language]

    def upload_refused(self, refusal: Refusal, megabytes: int) -> str:
        """Why a file can't be sent."""
        sentences = {
            Refusal.TOO_LARGE: self.uploads.too_large.format(limit=megabytes),
            Refusal.EMPTY: self.uploads.empty,
            Refusal.IN_DISGUISE: self.uploads.in_disguise,
            Refusal.BOMB: self.uploads.too_big_inside,
        }
        return sentences.get(refusal, self.uploads.not_allowed)

    def too_many_uploads(self) -> str:
        """So many files wait for their message that no more are taken."""
        return self.uploads.too_many

    def upload_gone(self) -> str:
        """A file of a message can't be sent any more: it went with another one, or was let go."""
        return self.uploads.gone

    def file_not_taken(self, channel: ChannelName, link: str) -> Reply:
        """A file that a channel took and then did not bring, and the link by which it can be opened for an hour."""
        return plain(self.phrases.file_not_taken.format(channel=self.channel(channel), link=link))

    def _of_files(self, sentence: str, count: int) -> Reply:
        more = f" {self.phrases.files_alike.format(count=count)}" if count > 1 else ""
        return plain(f"{sentence}{more}")
