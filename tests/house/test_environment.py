"""The environment in, settings out."""

from pathlib import Path

import pytest

from hometeam.config.environment import BadSetting, address, data_folder, database, mail, secret_key

DATA = Path("/data")


def test_data_lies_where_hometeam_data_says() -> None:
    assert data_folder({"HOMETEAM_DATA": "/srv/hometeam", "XDG_DATA_HOME": "/xdg"}) == Path("/srv/hometeam")


def test_data_lies_where_a_persons_programs_keep_theirs_by_default() -> None:
    assert data_folder({"XDG_DATA_HOME": "/xdg"}) == Path("/xdg/hometeam")
    assert data_folder({}) == Path.home() / ".local" / "share" / "hometeam"


def test_the_kept_key_is_used_unless_the_environment_names_one(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("kept\n")
    assert secret_key({}, tmp_path) == "kept"
    assert secret_key({"HOMETEAM_SECRET_KEY": "named"}, tmp_path) == "named"


def test_without_a_kept_key_each_process_has_its_own(tmp_path: Path) -> None:
    assert secret_key({}, tmp_path) != secret_key({}, tmp_path)


def test_sqlite_writes_wait_for_each_other_instead_of_failing() -> None:
    settings = database("", DATA)
    assert settings["NAME"] == DATA / "hometeam.sqlite3"
    assert settings["CONN_MAX_AGE"] is None
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 10
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_sqlite_can_lie_elsewhere() -> None:
    assert database("sqlite:////srv/one.sqlite3", DATA)["NAME"] == Path("/srv/one.sqlite3")


def test_postgresql_by_one_url() -> None:
    settings = database("postgresql://ann:p%40ss@db.example.org:5433/home?sslmode=require", DATA)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("ann", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example.org", "5433", "home")
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_on_a_socket() -> None:
    assert database("postgresql://ann@/home?host=/run/postgresql", DATA)["HOST"] == "/run/postgresql"


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(BadSetting, match="mysql"):
        database("mysql://db", DATA)


def test_letters_are_kept_as_files_until_a_mail_server_is_named() -> None:
    assert mail("").backend.endswith("filebased.EmailBackend")


def test_mail_leaves_encrypted_unless_told_otherwise() -> None:
    assert (mail("smtp://mail.example.org").starttls, mail("smtp://mail.example.org").port) == (True, 587)
    assert (mail("smtps://mail.example.org").tls, mail("smtps://mail.example.org").port) == (True, 465)
    assert mail("smtp://127.0.0.1:1025?starttls=no").starttls is False


def test_a_mail_password_is_not_printed() -> None:
    assert "hush" not in repr(mail("smtp://ann:hush@mail.example.org"))


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_mail_server_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="HOMETEAM_SMTP_URL"):
        mail(url)


def test_the_public_address_decides_who_may_call_us() -> None:
    public = address("https://home.example.org")
    assert public.https
    assert public.allowed_hosts == ["home.example.org", "127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize("url", ["home.example.org", "ftp://home.example.org", "https://home.example.org/path"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="HOMETEAM_URL"):
        address(url)
