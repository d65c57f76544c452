# A desktop notification service that prints each notification as a line of JSON, and closes none.
import json
import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib

INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>
""").interfaces[0]
shown = 0


def answer(connection, sender, path, interface, method, arguments, invocation):
    global shown
    if method == "GetCapabilities":
        invocation.return_value(GLib.Variant("(as)", (["body", "body-markup"],)))
    elif method == "GetServerInformation":
        invocation.return_value(GLib.Variant("(ssss)", ("recorder", "kontor", "1", "1.2")))
    elif method == "Notify":
        shown += 1
        program, _, _, title, body = arguments.unpack()[:5]
        print(json.dumps({"program": program, "title": title, "body": body}))
        invocation.return_value(GLib.Variant("(u)", (shown,)))
    else:
        invocation.return_value(None)


def owned(connection, name):
    print("ready")


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.register_object("/org/freedesktop/Notifications", INTERFACE, answer, None, None)
Gio.bus_own_name_on_connection(bus, INTERFACE.name, Gio.BusNameOwnerFlags.NONE, owned, None)
GLib.MainLoop().run()
