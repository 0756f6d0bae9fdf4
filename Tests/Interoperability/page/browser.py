"""Debian's Chromium without a window, as a planner would use it."""

import io
import time

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select


class Browser:
    """One window; what the page logs as an error is a fault of the trial that it happens in."""

    def __init__(self, downloads, hosts="", language="zh-CN", flags=()):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        # No name is looked up: what the page asks for comes from this machine.
        rules = f"{hosts}MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        for flag in [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900",
            "--hide-scrollbars", f"--host-resolver-rules={rules}", "--no-first-run",
            "--disable-background-networking", "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader", f"--lang={language}", *flags,
        ]:
            options.add_argument(flag)
        options.add_experimental_option("prefs", {
            "download.default_directory": str(downloads), "intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_script_timeout(60)

    def close(self):
        self.driver.quit()

    # What the page does.

    def open(self, address):
        self.driver.get("about:blank")
        self.driver.get(address)
        origin = address.split("/#")[0].rstrip("/")
        self.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        self.rest()

    def rest(self, seconds=60):
        """Until all that was asked for is drawn and counted."""
        self.until(lambda: self.js(
            "return document.documentElement.dataset.idle === 'true' && "
            "document.getElementById('panel').getAttribute('aria-busy') === 'false' && "
            "document.getElementById('panel').dataset.settled === 'true'"), seconds, "the map to rest")

    def until(self, isso, seconds=20, what="what was waited for"):
        end = time.monotonic() + seconds
        while not isso():
            if time.monotonic() > end:
                raise AssertionError(f"{what} took over {seconds} s; the page says {self.text('note')!r}")
            time.sleep(0.05)

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, identity):
        return self.js("return document.getElementById(arguments[0]).innerText", identity)

    def choose(self, identity, value):
        Select(self.one(f"#{identity}")).select_by_value(value)
        self.rest()

    def options(self, identity):
        return [(o.get_attribute("value"), o.text) for o in Select(self.one(f"#{identity}")).options]

    def press(self, selector):
        """By the keyboard: what cannot be reached by it cannot be pressed."""
        element = self.one(selector)
        self.js("arguments[0].focus()", element)
        assert self.js("return document.activeElement === arguments[0]", element), selector
        element.send_keys(Keys.ENTER)

    def click_map(self, x, y):
        """A click at a share of the map's width and height."""
        place = self.one("#map")
        size = place.size
        ActionChains(self.driver).move_to_element_with_offset(
            place, round((x - 0.5) * size["width"]), round((y - 0.5) * size["height"])).click().perform()

    def story(self):
        """What the panel of a place says, once all of it is there."""
        self.until(lambda: self.js(
            "return document.getElementById('story')?.getAttribute('aria-busy') === 'false'"), 30,
            "the story of a place")
        return self.text("detail")

    def rows(self, selector):
        """Of a table, the texts of each row's cells."""
        return self.js(
            "return [...document.querySelectorAll(arguments[0] + ' tr')].map("
            "(r) => [...r.cells].map((c) => c.innerText.trim()))", selector)

    def list(self):
        return self.js(
            "return [...document.querySelectorAll('#list button')].map("
            "(b) => [b.textContent, b.dataset.code ?? null])")

    def clipboard(self):
        return self.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))")

    def picture(self, path=None):
        image = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            image.save(path)
        return image

    def middle(self):
        """The colour in the middle of the map, by the most of nine pixels."""
        box = self.js("const r = document.getElementById('map').getBoundingClientRect();"
                      "return [r.left + r.width / 2, r.top + r.height / 2]")
        image = self.picture()
        near = [image.getpixel((round(box[0]) + dx, round(box[1]) + dy))
                for dx in (-14, 0, 14) for dy in (-14, 0, 14)]
        return max(near, key=near.count)

    def errors(self):
        """What was logged since the last call and is a fault."""
        return [
            entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
