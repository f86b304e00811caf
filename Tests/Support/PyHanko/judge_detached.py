"""Judges detached CAdES signatures with pyHanko: ROOT TIME, then SIGNATURE CONTENT, repeated. Prints a line for each.

A line is `ok` with what was found, or why not: integrity, and the paths of signer and timestamp at TIME (seconds since
1970). Revocation is not looked at: pyHanko takes it from outside or from a PDF, not from a detached signature.
"""
import asyncio
import datetime
import pathlib
import sys

from asn1crypto import cms, pem, x509
from pyhanko.sign.validation import generic_cms
from pyhanko_certvalidator import ValidationContext


def context(root, moment):
    return ValidationContext(
        trust_roots=[root], allow_fetching=False, moment=moment, revocation_mode="soft-fail"
    )


async def judge(root, signature, content, moment):
    info = cms.ContentInfo.load(signature, strict=True)
    status = await generic_cms.async_validate_detached_cms(
        content,
        info["content"],
        signer_validation_context=context(root, moment),
        ts_validation_context=context(root, moment),
    )
    stamp = status.timestamp_validity
    if not (status.intact and status.valid and status.trusted):
        return f"refused: {status.summary()}"
    if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
        return f"timestamp refused: {stamp.summary()}"
    return "ok" + (" with timestamp" if stamp is not None else "")


def main(arguments):
    root = x509.Certificate.load(pem.unarmor(pathlib.Path(arguments[0]).read_bytes())[2])
    moment = datetime.datetime.fromtimestamp(int(arguments[1]), datetime.timezone.utc)
    for signature, content in zip(arguments[2::2], arguments[3::2]):
        try:
            answer = judge(
                root, pathlib.Path(signature).read_bytes(), pathlib.Path(content).read_bytes(), moment
            )
            print(asyncio.run(answer).replace("\n", " "))
        except Exception as problem:  # whatever pyHanko cannot read it refuses
            print(f"{type(problem).__name__}: {problem}".replace("\n", " "))


main(sys.argv[1:])
