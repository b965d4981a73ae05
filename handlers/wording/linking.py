"""What a person reads about addresses: linking them, letting them go, and who may come in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Action, Address, ChannelName, Reply
from handlers.wording.linking_phrases import PHRASES, LinkingPhrases
from handlers.wording.speaker import Speaker, plain
from memory.documents import PersonAddress
from memory.linking import LIFETIME, Doors
from memory.numbers import REUSED

MINUTES: Final = int(LIFETIME.total_seconds()) // 60
LABEL: Final = 20
"""Characters of a button: WhatsApp's limit."""


class LinkingWording(Speaker):
    """Sentences about addresses."""

    @property
    def linking(self) -> LinkingPhrases:
        """The phrases in this language."""
        return PHRASES[self.language]

    def address(self, address: Address) -> str:
        """An address as its person knows it: WhatsApp +447700900123, anna@example.org; of a chat only where it is."""
        if address.channel is ChannelName.EMAIL:
            return address.value
        name = self.channel(address.channel)
        return f"{name} {address.value}" if address.channel in REUSED else name

    def addresses(self, links: Sequence[PersonAddress], *, now: datetime, zone: ZoneInfo) -> Reply:
        """All that are linked, each with since when."""
        rows = [
            (
                link.channel is ChannelName.EMAIL,
                self.linking.address_since.format(
                    address=self.address(Address.parse(link.id)), day=self.day(link.linked_at, now=now, zone=zone)
                ),
            )
            for link in links
        ]
        mail = [row for is_mail, row in rows if is_mail]
        told = [self.linking.addresses, *(row for is_mail, row in rows if not is_mail)]
        return plain("\n".join([*told, *([self.linking.addresses_email, *mail] if mail else [])]))

    def open_there(self, channel: ChannelName, url: str) -> Reply:
        """A deep link."""
        return plain(self.linking.open_there.format(channel=self.channel(channel), minutes=MINUTES, url=url))

    def code_sent(self, address: Address, countersign: str = "") -> Reply:
        """A code is on its way, whoever the address belongs to; `countersign` is to be typed behind it, if anything."""
        phrase = self.linking.code_sent_countersigned if countersign else self.linking.code_sent
        named = self.address(address)
        return plain(phrase.format(address=named, minutes=MINUTES, countersign=countersign))

    def code_not_delivered(self, address: Address) -> Reply:
        """It did not arrive there. To an e-mail address nobody can be asked to write from it: none is read."""
        by_mail = address.channel is ChannelName.EMAIL
        phrase = self.linking.code_not_delivered_email if by_mail else self.linking.code_not_delivered
        return plain(phrase.format(address=self.address(address)))

    def linking_code(self, code: str) -> Reply:
        """The code itself, at the address that is to be linked."""
        return plain(self.linking.linking_code.format(code=code, minutes=MINUTES))

    def which_number(self, channel: ChannelName) -> Reply:
        """No number was named that could be called from anywhere."""
        return plain(self.linking.which_number.format(channel=self.channel(channel)))

    def which_email(self) -> Reply:
        """No e-mail address was named that could be written to."""
        return plain(self.linking.which_email)

    def no_email(self) -> Reply:
        """Nothing can be sent by e-mail here."""
        return plain(self.linking.no_email)

    def what_can_be_linked(self, doors: Doors, *, asked: ChannelName | None) -> Reply:
        """What there is to link here, for somebody who named nothing or something else."""
        names = [self.channel(each) for each in ChannelName if each in {*doors.by_code, *doors.by_link}]
        missing = self.linking.not_here.format(channel=self.channel(asked)) if asked else ""
        rest = self.linking.can_link.format(channels=", ".join(names)) if names else self.linking.nothing_to_link
        return plain(f"{missing} {rest}".strip())

    def channel_silent(self, channel: ChannelName) -> Reply:
        """The provider does not answer just now."""
        return plain(self.linking.channel_silent.format(channel=self.channel(channel)))

    def too_many_codes(self) -> Reply:
        """Enough for today."""
        return plain(self.linking.too_many_codes)

    def wrong_code(self, left: int) -> Reply:
        """Not that one."""
        return plain(self.linking.wrong_code.format(left=left))

    def code_used_up(self, _: Address) -> Reply:
        """The last try was wrong as well."""
        return plain(self.linking.code_used_up)

    def code_stale(self, _: Address) -> Reply:
        """Too late."""
        return plain(self.linking.code_stale)

    def link_stale(self) -> Reply:
        """A deep link was opened too late, or a second time."""
        return plain(self.linking.link_stale)

    def linked(self, address: Address) -> Reply:
        """Done, told where the code was typed."""
        said = self.linking.linked_email if address.channel is ChannelName.EMAIL else self.linking.linked
        return plain(said.format(address=self.address(address)))

    def linked_here(self, by: ChannelName) -> Reply:
        """Done, told at the address that was linked; somebody may have been talked into opening another's link."""
        if by is ChannelName.EMAIL:
            return plain(self.linking.linked_here_email)
        return plain(self.linking.linked_here.format(channel=self.channel(by)))

    def linked_elsewhere(self, address: Address) -> Reply:
        """Done, told at all other addresses."""
        named, channel = self.address(address), self.channel(address.channel)
        return plain(self.linking.linked_elsewhere.format(address=named, channel=channel))

    def already_linked(self, address: Address) -> Reply:
        """Nothing to do."""
        return plain(self.linking.already_linked.format(address=self.address(address)))

    def address_taken(self, address: Address) -> Reply:
        """It belongs to somebody who keeps things there."""
        said = self.linking.email_taken if address.channel is ChannelName.EMAIL else self.linking.address_taken
        return plain(said.format(address=self.address(address)))

    def unlinked(self, address: Address) -> Reply:
        """It is gone."""
        return plain(self.linking.unlinked.format(address=self.address(address)))

    def unlink_which(self, choices: Sequence[tuple[Address, str]]) -> Reply:
        """Several are meant; each comes with what its button carries."""
        actions = [Action(label=self.address(address)[-LABEL:], tap=tap) for address, tap in choices]
        return plain(self.linking.unlink_which, *actions)

    def no_such_link(self, channel: ChannelName | None) -> Reply:
        """There is no such address."""
        named = self.channel(channel) if channel else self.linking.such_address
        return plain(self.linking.no_such_link.format(address=named))

    def last_address(self) -> Reply:
        """Without it they could not be reached."""
        return plain(self.linking.last_address)

    def by_invitation(self) -> Reply:
        """To a stranger."""
        return plain(self.linking.by_invitation)

    def takes_nobody(self) -> Reply:
        """To a stranger, where not even an invitation helps."""
        return plain(self.linking.takes_nobody)

    def prove_number(self, there: Address) -> Reply:
        """To whoever writes from a number that may be somebody else's by now."""
        return plain(self.linking.prove_number.format(channel=self.channel(there.channel), minutes=MINUTES))

    def proof_used_up(self) -> Reply:
        """The last try was wrong as well, where a number is to be proved."""
        return plain(self.linking.proof_used_up)

    def cannot_prove(self) -> Reply:
        """The same, where a code could go nowhere."""
        return plain(self.linking.cannot_prove)

    def proving_code(self, code: str, here: Address) -> Reply:
        """The code for that, at another address of the person's."""
        named, channel = self.address(here), self.channel(here.channel)
        return plain(self.linking.proving_code.format(code=code, address=named, channel=channel))

    def proved(self) -> Reply:
        """It is them."""
        return plain(self.linking.proved)
