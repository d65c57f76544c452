"""Starts the simulator for a check and ends it afterwards."""

import json
import os
import subprocess
import urllib.request


class Simulator:
    """`with Simulator("--users", "120") as sim:` gives the object of its first line as attributes."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def __enter__(self):
        program = os.environ["KONTOR_SIM"]
        self.process = subprocess.Popen([program, *self.arguments], stdout=subprocess.PIPE, text=True)
        first = json.loads(self.process.stdout.readline())
        for name in ("login", "graph", "arm", "partner_center", "token"):
            setattr(self, name, first[name])
        self.ca = first.get("ca")
        self.tenants = first.get("tenants")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        rest = self.process.stdout.read()
        assert self.process.wait(timeout=10) == 0, "SIGTERM ends it with 0"
        assert rest == "", f"only one line on standard output, not {rest!r}"

    def get(self, path):
        """The JSON answer to a GET with the token that is good for everything."""
        url = path if path.startswith("http") else self.graph + path
        request = urllib.request.Request(url.replace(" ", "%20"), headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def every(self, path):
        """All items of a paged Graph collection."""
        items = []
        while path:
            page = self.get(path)
            items += page["value"]
            path = page.get("@odata.nextLink")
        return items
