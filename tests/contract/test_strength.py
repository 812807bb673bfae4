"""How strong the secrets are, and that nobody has loosened what guards them."""

from __future__ import annotations

import inspect
import json
import math
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pyotp
from pydantic import SecretStr
from sqlalchemy import select
from starlette.testclient import TestClient

import wellbeing.services
from tests.support.door import OWN, PAGE, browser
from tests.support.world import PASSWORD, World
from wellbeing import journal, one_time, passwords
from wellbeing.config import Settings
from wellbeing.forms import ask, read
from wellbeing.models import Credential, RecoveryCode
from wellbeing.runtime import run_as
from wellbeing.services import own_account, reset, second_factor, sign_in
from wellbeing.services.second_factor import CodeForm
from wellbeing.services.sign_in import SignInForm

ROOT = Path(__file__).resolve().parents[2]
# Acts after which nothing is as before: export, erasure, break-glass, key work, lost factors.
GRAVE = re.compile(
    r"^(export|erase|break_glass|open_in_emergency|rotate|destroy|renew_recovery|replace_factor)"
    r"|^(take_factor|end_sign_in|end_other)"
)


def _use_cases() -> dict[str, object]:
    found: dict[str, object] = {}
    for module in walk_packages(wellbeing.services.__path__, "wellbeing.services."):
        members = inspect.getmembers(import_module(module.name), inspect.isfunction)
        found |= {name: act for name, act in members if hasattr(act, "__fresh_factor__")}
    return found


def test_every_grave_act_asks_for_a_fresh_factor() -> None:
    grave = {name: act for name, act in _use_cases().items() if GRAVE.match(name)}
    loose = [name for name, act in grave.items() if not act.__fresh_factor__]  # type: ignore[attr-defined]
    assert loose == [] and len(grave) >= 5


def test_what_must_not_be_guessed_has_enough_random_bits(world: World) -> None:
    token = sign_in.sign_in(world.visitor, SignInForm("officer", PASSWORD)).token
    assert len(token) >= 43  # 256 bits in base 64
    from wellbeing.services import people

    link = reset.approve_reset(world.coordinator, people.me(world.officer).id).link
    assert len(link.rsplit("/", 1)[1]) >= 32  # 192 bits
    assert len(one_time.new_seed()) == 32  # 160 bits in base 32
    letters = "".join(one_time.recovery_codes(200)).replace("-", "")
    assert len(one_time.plain_recovery(one_time.recovery_codes(1)[0])) == 12
    assert 12 * math.log2(len(set(letters))) >= 60 - 1e-9
    assert len({one_time.new_seed() for _ in range(50)}) == 50


def test_recovery_codes_are_kept_stretched_and_keyed(world: World) -> None:
    who = world.officer
    seed = second_factor.begin_factor(who).seed
    code = pyotp.TOTP(seed).at(int(world.clock().timestamp()))
    codes = second_factor.confirm_factor(who, CodeForm(code))
    with world.runtime.reading.connect() as connection:
        kept = connection.execute(select(RecoveryCode.__table__.c.code_digest)).scalars().all()
    plain = one_time.plain_recovery(codes[0]).encode()
    cheap = passwords.stretched(plain, b"s" * 32, 64)
    dear = passwords.stretched(plain, b"s" * 32, 128)
    assert len(set(map(bytes, kept))) == 10 and plain not in b"".join(map(bytes, kept))
    assert cheap != dear and len(cheap) == 32


def test_passwords_are_kept_as_argon2id_at_the_documented_cost(world: World) -> None:
    memory = Settings().password_memory_kib
    assert passwords.hashed(PASSWORD, memory).startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    with world.runtime.reading.connect() as connection:
        kept = connection.execute(select(Credential.__table__.c.password_hash)).scalars().all()
    assert len(set(kept)) == len(kept) and all(one.startswith("$argon2id$") for one in kept)


def test_a_password_is_hashed_anew_when_costs_change(world: World) -> None:
    dearer = world.runtime.settings.model_copy(update={"password_memory_kib": 128})
    world.runtime = replace(world.runtime, settings=dearer)
    assert own_account.my_sign_ins(world.officer)
    with world.runtime.reading.connect() as connection:
        kept = connection.execute(select(Credential.__table__.c.password_hash)).scalars().all()
    assert [one for one in kept if "m=128," in one] and [one for one in kept if "m=64," in one]
    assert world.officer


def test_no_secret_has_a_default() -> None:
    names = [n for n in Settings.model_fields if re.search("secret|password$|token|_key$", n)]
    assert names == ["oidc_client_secret"]
    assert Settings.model_fields["oidc_client_secret"].default == SecretStr("")
    assert "hidden" not in repr(Settings(oidc_client_secret=SecretStr("hidden")))


def test_the_server_listens_on_this_machine_alone_by_default() -> None:
    assert Settings.model_fields["host"].default == "127.0.0.1"


def test_nobody_switches_the_check_of_certificates_off() -> None:
    source = "".join(path.read_text() for path in (ROOT / "wellbeing").rglob("*.py"))
    assert not re.search(r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False", source)
    calls = (ROOT / "wellbeing" / "oidc.py").read_text()
    assert calls.count("allow_redirects=False") == 2 and "allow_redirects=True" not in calls


@dataclass(frozen=True, slots=True)
class _Form:
    """One question."""

    name: str = ask("Name")


def test_a_field_that_a_form_does_not_have_is_not_read() -> None:
    planted = {"name": "x", "role": "coordinator", "user_id": "1", "__class__": "y"}
    assert read(_Form, planted) == _Form("x")


def test_every_line_of_the_log_says_its_time_in_utc(tmp_path: Path) -> None:
    journal.open_file(tmp_path, 200)
    journal.note("planted")
    line = json.loads((tmp_path / journal.FILE).read_text())
    assert datetime.fromisoformat(line["at"]).utcoffset() == timedelta(0)


def test_what_the_door_refuses_leaves_a_line_without_its_address(sqlite_world: World) -> None:
    run_as(sqlite_world.runtime)
    settings = sqlite_world.runtime.settings
    journal.open_file(settings.log_folder, settings.log_days)
    client: TestClient = browser()
    client.get("/media/secretname1234567890.csv?x=secretquery")
    client.post("/signout", headers={"origin": "https://evil.invalid"})
    client.get("/reset/secretcode", headers=PAGE | OWN)
    log = (settings.log_folder / journal.FILE).read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    refused = [(one["status"], one["part"]) for one in lines if one["event"] == "refused"]
    assert refused == [(401, "media"), (403, "signout")]
    assert "secret" not in log and all(one["request"] for one in lines)
