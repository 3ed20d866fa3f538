import http.server
import threading

import fsspec
import pytest

from photocheck.decode import Limits
from photocheck.errors import DecodeError, SourceError
from photocheck.table.locations import SCHEMES, read_photo, scheme_of


@pytest.fixture
def server(make_photo):
    """Address of a server with one photo."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/photo"):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(make_photo(1))
            elif self.path.startswith("/away"):
                self.send_response(302)
                self.send_header("Location", "file:///etc/hostname")
                self.end_headers()
            else:
                self.send_error(404 if self.path.startswith("/none") else 503)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_bytes_paths_and_urls_give_the_same(tmp_path, server, make_photo):
    data = make_photo(1)
    (tmp_path / "a.png").write_bytes(data)
    with fsspec.open("memory://table/a.png", "wb") as file:
        file.write(data)
    assert read_photo(data, Limits()) == data
    assert read_photo(str(tmp_path / "a.png"), Limits()) == data
    assert read_photo(f"{server}/photo", Limits()) == data
    assert read_photo("memory://table/a.png", Limits(), {"memory"}) == data


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none?key=secret", "source.not_found"),
        ("/broken?key=secret", "source.unreadable"),
        ("/away?key=secret", "source.unreadable"),
    ],
)
def test_a_url_that_fails_is_a_reason_without_its_keys(server, path, reason):
    with pytest.raises(SourceError) as caught:
        read_photo(f"{server}{path}", Limits())
    assert caught.value.reason == reason
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize(
    "photo",
    ["ssh://host/a.png", "github://org:repo@main/a.png", "simplecache::http://x/a.png", "FILE://x"],
)
def test_only_some_kinds_of_url_are_read(photo):
    with pytest.raises(SourceError, match="which may not be read"):
        read_photo(photo, Limits(), SCHEMES - {"file"})


def test_paths_can_be_forbidden(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(SourceError, match="which may not be read"):
        read_photo(str(tmp_path / "a.png"), Limits(), {"https"})


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (None, "source.not_found"),
        ("none.png", "source.not_found"),
        ("memory://table/none.png", "source.not_found"),
        ("http://127.0.0.1:1/closed", "source.unreadable"),
        ("http://[broken/a.png", "source.unreadable"),
        (17, "source.wrong_type"),
    ],
)
def test_what_is_not_there_is_a_reason(photo, reason):
    with pytest.raises(SourceError) as caught:
        read_photo(photo, Limits(), SCHEMES | {"memory"})
    assert caught.value.reason == reason


def test_no_more_is_read_than_the_limit(server):
    with pytest.raises(DecodeError, match=r"decode\.too_many_bytes"):
        read_photo(f"{server}/photo", Limits(max_bytes=100))


def test_a_path_may_have_a_colon():
    assert scheme_of("C:/a.png") == "file"
    assert scheme_of("HTTPS://a.png") == "https"
