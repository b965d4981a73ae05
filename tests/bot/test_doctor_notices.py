"""What the doctor finds of push and e-mail, before fakes that are well, or are not."""

from pathlib import Path

import pytest

from bot.cli.examining_notices import notices
from bot.cli.findings import Finding, Verdict
from bot.data_folder import DataFolder
from bot.notifying import vapid_key
from bot.settings import Settings, load_settings
from tests.fakes.firebase import FakeFirebase
from tests.fakes.smtp import PASSWORD, USER, FakeMail, certified


async def found(tmp_path: Path, **chosen: str) -> dict[str, Finding]:
    return {each.part: each async for each in notices(settings_of(tmp_path, **chosen))}


def settings_of(tmp_path: Path, **chosen: str) -> Settings:
    variables = {f"TUCKAWAY_{name.upper()}": value for name, value in chosen.items()}
    return load_settings({"TUCKAWAY_DATA_DIR": str(tmp_path), **variables}, env_file=None)


async def test_of_a_new_installation_nothing_is_wrong(tmp_path: Path) -> None:
    findings = await found(tmp_path)
    assert [each.verdict for each in findings.values()] == [Verdict.NOTE] * 3
    assert not DataFolder(tmp_path).vapid_key.exists()


async def test_a_key_is_read_and_must_be_closed_to_others(tmp_path: Path) -> None:
    vapid_key(settings_of(tmp_path))
    file = DataFolder(tmp_path).vapid_key
    contact = {"push_contact": "mailto:admin@example.org"}
    assert (await found(tmp_path))["Push to browsers"].verdict is Verdict.NOTE
    assert (await found(tmp_path, **contact))["Push to browsers"].verdict is Verdict.WELL
    file.chmod(0o644)
    finding = (await found(tmp_path, **contact))["Push to browsers"]
    assert (finding.verdict, "chmod 600" in finding.mend) == (Verdict.WRONG, True)
    file.write_text("not a key")
    file.chmod(0o600)
    finding = (await found(tmp_path, **contact))["Push to browsers"]
    assert (finding.verdict, "is no VAPID key" in finding.mend) == (Verdict.WRONG, True)


async def test_replicas_are_told_to_share_a_key(tmp_path: Path) -> None:
    production = {"profile": "production", "mongodb_uri": "mongodb://h", "master_key": "A" * 128}
    finding = (await found(tmp_path, **production))["Push to browsers"]
    assert (finding.finding, "TUCKAWAY_VAPID_KEY" in finding.mend) == ("off", True)


async def test_google_letting_the_account_in_is_well_and_anything_else_is_named(tmp_path: Path) -> None:
    async with FakeFirebase() as google:
        file = google.account(tmp_path / "account.json")
        account = {"fcm_file": str(file), "fcm_url": google.url}
        file.chmod(0o600)
        assert (await found(tmp_path, **account))["Push to apps"].verdict is Verdict.WELL
        file.chmod(0o644)
        opened = (await found(tmp_path, **account))["Push to apps"]
        assert (opened.verdict, "chmod 600" in opened.mend) == (Verdict.NOTE, True)
        google.lets_in = False
        refused = (await found(tmp_path, **account))["Push to apps"]
    away = (await found(tmp_path, **account))["Push to apps"]
    missing = (await found(tmp_path, fcm_file=str(tmp_path / "none.json")))["Push to apps"]
    file.write_text("{}")
    malformed = (await found(tmp_path, **account))["Push to apps"]
    assert [each.verdict for each in (refused, away, missing, malformed)] == [Verdict.WRONG] * 4
    assert "does not accept the service account" in refused.finding
    assert "can't be reached" in away.finding
    assert "No such file or directory" in missing.mend
    assert "is not the file of a service account" in malformed.mend


async def test_a_certificate_that_is_not_trusted_leads_to_the_setting_for_its_authority(tmp_path: Path) -> None:
    context, _ = certified(tmp_path)
    async with FakeMail(tls=context) as mail:
        server = {"smtp_host": "127.0.0.1", "smtp_port": str(mail.port), "smtp_from": "t@example.org"}
        finding = (await found(tmp_path, **server))["E-mail"]
    assert ("not trusted" in finding.finding, "_CA_FILE" in finding.mend) == (True, True)


@pytest.mark.parametrize(("password", "verdict"), [(PASSWORD, Verdict.NOTE), ("wrong", Verdict.WRONG)])
async def test_the_mail_server_is_asked_to_let_us_in_and_sent_nothing(
    tmp_path: Path, password: str, verdict: Verdict
) -> None:
    context, ca = certified(tmp_path)
    async with FakeMail(tls=context, login=True) as mail:
        server = {"smtp_host": "127.0.0.1", "smtp_port": str(mail.port), "smtp_from": "t@example.org"}
        login = {"smtp_user": USER, "smtp_password": password, "smtp_ca_file": str(ca)}
        assert (await found(tmp_path, **server, **login))["E-mail"].verdict is verdict
        assert mail.arrived == []
    assert (await found(tmp_path, **server, **login))["E-mail"].verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"smtp_host": "h"}, "TUCKAWAY_SMTP_FROM is missing"),
        ({"smtp_port": "25"}, "TUCKAWAY_SMTP_PORT is set without TUCKAWAY_SMTP_HOST"),
        ({"smtp_host": "h", "smtp_from": "t"}, "TUCKAWAY_SMTP_FROM is wrong: it is not an e-mail address"),
        ({"smtp_host": "h", "smtp_from": "t@h", "smtp_user": "u"}, "TUCKAWAY_SMTP_PASSWORD is missing"),
        ({"fcm_url": "https://x"}, "TUCKAWAY_FCM_URL is set without TUCKAWAY_FCM_FILE"),
        (
            {"vapid_key": "x"},
            "TUCKAWAY_VAPID_KEY is wrong: it is not 32 bytes in base64url. Write what `openssl rand -base64 32",
        ),
        ({"push_contact": "admin"}, "TUCKAWAY_PUSH_CONTACT is wrong"),
        ({"push_hosts": "https://x"}, "TUCKAWAY_PUSH_HOSTS is wrong"),
        (
            {"smtp_host": "h", "smtp_from": "t@h", "smtp_user": "u", "smtp_password": "p", "smtp_security": "none"},
            "TUCKAWAY_SMTP_SECURITY=none would show TUCKAWAY_SMTP_PASSWORD",
        ),
    ],
)
def test_what_can_not_be_meant_stops_the_start(tmp_path: Path, chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(Exception, match="TUCKAWAY_") as stopped:
        settings_of(tmp_path, **chosen)
    assert str(stopped.value).startswith(sentence)
