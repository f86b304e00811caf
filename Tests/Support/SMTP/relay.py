"""A mail relay for tests: says no by recipient, keeps what arrives, and reads it with Python's email package.

    relay.py serve FOLDER --security tls|starttls|none [--certificate PEM --key PEM] [--user NAME --password-file FILE]
    relay.py read FOLDER      what has arrived, as JSON

`serve` prints the port. Recipients: nobody@ is unknown (550), busy-N-…@ is refused N times (451) and then taken, denied@ asks
for a login (530), spam@ is refused after the message (554), later@ is put off after the message (451), hang-up@ loses
the connection after the message, slow@ is never answered. The sender nobody@ is refused (553). FOLDER/connections tells
how many connections were made and how many are open; FOLDER/under-way appears when slow@ waits.
"""
import argparse, asyncio, collections, email, email.header, email.policy, email.utils, json, pathlib, re, ssl, sys

policy = email.policy.default.clone(raise_on_defect=False)


def serve(options):
    from aiosmtpd.smtp import SMTP, AuthResult

    folder = options.folder
    tries = collections.Counter()
    count = {"made": 0, "open": 0, "messages": 0}

    def tell():
        new = folder / "connections.new"
        new.write_text(json.dumps(count))
        new.rename(folder / "connections")

    class Handler:
        async def handle_MAIL(self, server, session, envelope, address, options):
            if address.startswith("nobody@"):
                return "553 5.1.8 Sender refused"
            envelope.mail_from = address
            envelope.mail_options.extend(options)
            return "250 OK"

        async def handle_RCPT(self, server, session, envelope, address, options):
            name = address.split("@")[0]
            tries[address] += 1
            if name == "nobody":
                return f"550 5.1.1 <{address}>: unknown here"
            if name == "denied":
                return "530 5.7.0 Authentication required"
            if name.startswith("busy-") and tries[address] <= int(name.split("-")[1]):
                return "451 4.7.1 Greylisted, come again"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            name = envelope.rcpt_tos[0].split("@")[0]
            if name == "spam":
                return "554 5.7.1 Not wanted"
            if name == "later":
                return "451 4.3.0 Try again later"
            if name == "hang-up":
                server.transport.abort()
                return "451 gone"
            if name == "slow":
                (folder / "under-way").touch()
                await asyncio.sleep(300)
            count["messages"] += 1
            stem = folder / f"{count['messages']:06}"
            stem.with_suffix(".eml").write_bytes(envelope.original_content)
            stem.with_suffix(".json").write_text(json.dumps({
                "from": envelope.mail_from, "to": envelope.rcpt_tos, "options": envelope.mail_options,
                "login": session.auth_data.login.decode() if session.auth_data else None, "hello": session.host_name,
                "encrypted": session.ssl is not None or options.security == "tls"}))
            return "250 OK"

    class Relay(SMTP):
        def connection_made(self, transport):
            if not getattr(self, "is_counted", False):  # once more after STARTTLS
                self.is_counted = True
                count["made"] += 1
                count["open"] += 1
                tell()
            super().connection_made(transport)

        def connection_lost(self, error):
            count["open"] -= 1
            tell()
            super().connection_lost(error)

    def authenticate(server, session, envelope, mechanism, data):
        expected = options.password_file.read_text().strip().encode()
        isRight = (data.login, data.password) == (options.user.encode(), expected)
        return AuthResult(success=isRight, handled=isRight, auth_data=data)

    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)

    async def run():
        loop = asyncio.get_running_loop()
        starttls = options.security == "starttls"
        server = await loop.create_server(
            lambda: Relay(Handler(), hostname="localhost", loop=loop, enable_SMTPUTF8=False, data_size_limit=1 << 20,
                          tls_context=context if starttls else None, require_starttls=starttls,
                          authenticator=authenticate if options.user else None, auth_required=bool(options.user),
                          auth_require_tls=starttls, timeout=options.idle),
            "127.0.0.1", 0, ssl=context if options.security == "tls" else None)
        tell()
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(run())


def read(folder):
    arrived = []
    for path in sorted(folder.glob("*.eml")):
        raw = path.read_bytes()
        message = email.message_from_bytes(raw, policy=policy)
        old = email.message_from_bytes(raw, policy=email.policy.compat32)

        def boxes(name):
            # The names by the older parser: the newer one leaves spaces between encoded words (before Python 3.13).
            found = email.utils.getaddresses([re.sub(r"\r\n(?=[ \t])", "", field) for field in old.get_all(name, [])])
            newer = [box.addr_spec for field in message.get_all(name, []) for box in field.addresses]
            assert newer == [address for _, address in found]
            return [[str(email.header.make_header(email.header.decode_header(box))), address] for box, address in found]

        text = lambda kind: (part := message.get_body((kind,))) and part.get_content()
        parts = [part for part in message.walk()]
        arrived.append({
            "envelope": json.loads(path.with_suffix(".json").read_text()),
            "fields": [name for name in message.keys()],
            "subject": str(message["subject"]), "from": boxes("from"), "to": boxes("to"), "replyTo": boxes("reply-to"),
            "messageID": str(message["message-id"]), "autoSubmitted": str(message["auto-submitted"]),
            "date": message["date"].datetime.isoformat(), "type": message.get_content_type(),
            "text": text("plain"), "html": text("html"), "parts": [part.get_content_type() for part in parts],
            "defects": [repr(defect) for part in parts for defect in part.defects]
                       + [repr(defect) for field in message.values() for defect in field.defects],
            "longestLine": max(len(line) for line in raw.split(b"\r\n")), "isASCII": raw.isascii(),
            "hasBareLineEnds": b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""),
        })
    json.dump(arrived, sys.stdout)


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("act", choices=["serve", "read"])
options.add_argument("folder", type=pathlib.Path)
options.add_argument("--security", choices=["tls", "starttls", "none"], default="none")
options.add_argument("--certificate", type=pathlib.Path)
options.add_argument("--key", type=pathlib.Path)
options.add_argument("--user")
options.add_argument("--password-file", type=pathlib.Path)
options.add_argument("--idle", type=float, default=300, help="seconds after which an idle connection is ended")
options = options.parse_args()
serve(options) if options.act == "serve" else read(options.folder)
