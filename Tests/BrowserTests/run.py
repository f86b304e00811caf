"""Runs the journeys of `journeys.py` in Debian's Chromium; ends with 1 when anything was wrong. See bin/browser-tests."""

import argparse
import pathlib
import shutil
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import journeys
from contracts import make_contracts
from instance import Instance
from person import Findings, write_json
from world import World


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--products", type=pathlib.Path, help="the folder of the built programs")
    arguments.add_argument("--out", type=pathlib.Path, required=True, help="pictures, logs and report.json")
    arguments.add_argument("--serve", action="store_true", help="start with bin/serve instead of the built programs")
    arguments.add_argument("--all", action="store_true", help="every width and language")
    arguments.add_argument("--only", nargs="*", default=[], help="names of journeys, after the first one")
    asked = arguments.parse_args()

    pictures = asked.out / "screens"
    shutil.rmtree(asked.out, ignore_errors=True)
    pictures.mkdir(parents=True)
    findings, began = Findings(pictures), time.monotonic()
    instance = Instance(asked.products, asked.out / "trial")
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--lang=ja"]
        )
        contracts = make_contracts(browser, asked.out / "contracts")
        typed = time.monotonic()
        instance.start_as_people_do() if asked.serve else instance.start()
        try:
            world = World(browser, instance, findings, contracts)
            world.measured["secondsUntilItAnswers"] = round(time.monotonic() - typed, 1)
            for journey in journeys.SHORT + (journeys.LONG if asked.all else []):
                first = journey is journeys.first_contract
                if asked.only and not first and journey.__name__ not in asked.only:
                    continue
                start = time.monotonic()
                try:
                    journey(world)
                    print(f"✔ {journey.__name__} {time.monotonic() - start:.1f} s: {journey.__doc__}", flush=True)
                except Exception as error:
                    failed.append(journey.__name__)
                    print(f"✘ {journey.__name__}: {error}", flush=True)
                    traceback.print_exc()
                    for person in world.people:
                        if not person.page.is_closed():
                            name = f"failed-{journey.__name__}-{person.who.replace(' ', '-')}.png"
                            person.page.screenshot(path=pictures / name, full_page=True)
                            print(f"    {person.where}", flush=True)
                    if first:
                        break
                for person in world.people:
                    if not person.page.is_closed():
                        person.close()
                world.people.clear()
                if journey is journeys.first_contract:
                    world.measured["minutesFromTypingToSealed"] = round((time.monotonic() - typed) / 60, 2)
        finally:
            instance.stop()
        browser.close()
    write_json(
        asked.out / "report.json",
        {
            "measured": world.measured,
            "pagesJudged": findings.pages_checked,
            "pictures": sorted(findings.seen),
            "wrong": findings.wrong,
            "warningsOfTheBrowser": findings.warnings,
            "journeysFailed": failed,
            "seconds": round(time.monotonic() - began, 1),
        },
    )
    print(
        f"browser-tests: {findings.pages_checked} pages judged, {len(findings.seen)} pictures, {len(findings.wrong)} "
        f"findings, {len(failed)} journeys failed, {time.monotonic() - began:.0f} s; see {asked.out}/report.json"
    )
    return 1 if findings.wrong or failed else 0


if __name__ == "__main__":
    sys.exit(main())
