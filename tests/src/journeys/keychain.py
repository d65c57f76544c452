# The desk's keychain, spoken to as its own window would. What to do is the one argument; its password comes on standard input.
import sys
import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

ROOT = "/org/freedesktop/secrets"
bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(path, interface, method, arguments):
    answer = bus.call_sync(
        "org.freedesktop.secrets", path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None
    )
    return answer.unpack()


def service(method, arguments):
    return call(ROOT, "org.freedesktop.Secret.Service", method, arguments)


session = service("OpenSession", GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))[1]
(keychain,) = service("ReadAlias", GLib.Variant("(s)", ("default",)))
match sys.argv[1]:
    case "lock":
        locked, _ = service("Lock", GLib.Variant("(ao)", ([keychain],)))
        assert locked == [keychain], locked
    case "unlock":
        password = (session, b"", sys.stdin.buffer.read(), "text/plain")
        call(
            ROOT,
            "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
            "UnlockWithMasterPassword",
            GLib.Variant("(o(oayays))", (keychain, password)),
        )
    case "keys":
        found, _ = service("SearchItems", GLib.Variant("(a{ss})", ({"service": "Kontor"},)))
        for item in found:
            (secret,) = call(item, "org.freedesktop.Secret.Item", "GetSecret", GLib.Variant("(o)", (session,)))
            print(bytes(secret[2]).decode())
