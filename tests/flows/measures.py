"""What every page is held to in a browser: nothing runs over the edge, everything can be touched and has a name."""

from playwright.sync_api import Locator, Page

TARGETS = """
[...document.querySelectorAll("a.btn, button, summary, select, textarea, input:not([type=hidden]), .l-bar a, a.card")]
  .map(one => one.closest("label, .l-camera") ?? one)
  .filter(one => one.offsetParent && one.getBoundingClientRect().width && !one.matches(".l-skip, .btn-sm"))
  .map(one => [one.outerHTML.slice(0, 90), Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height)])
  .filter(([, side]) => side < 43.5)
"""
NAMELESS = """
[...document.querySelectorAll("input:not([type=hidden]), textarea, select, button, a[href], summary, img")]
  .filter(one => {
    const label = one.labels?.length ? [...one.labels].map(each => each.textContent).join("") : "";
    const pictured = [...one.querySelectorAll("img[alt]")].map(each => each.alt).join("");
    return !(one.getAttribute("aria-label") || one.getAttribute("alt") || label.trim() || pictured || one.textContent.trim());
  })
  .map(one => one.outerHTML.slice(0, 120))
"""


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is now, in words."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"runs over the edge by {wide} px"] if wide > 0 else []
    found += [f"{side:.0f} px are too small to touch: {html}" for html, side in page.evaluate(TARGETS)]
    found += [f"has no name: {html}" for html in page.evaluate(NAMELESS)]
    headings = page.locator("h1").count()
    return found if headings == 1 else [*found, f"{headings} headings of the first order"]


def on_screen(page: Page, *things: Locator) -> bool:
    """Whether all of them stand on the screen wholly, without scrolling, and none under the bar at the bottom."""
    height = page.viewport_size["height"] if page.viewport_size else 0
    bar = page.locator(".l-bar").bounding_box() if page.locator(".l-bar").is_visible() else None
    for thing in things:
        box = thing.bounding_box()
        inside = thing.evaluate("thing => thing.closest('.l-bar') !== null")
        floor = bar["y"] if bar and not inside else height
        if box is None or box["y"] < 0 or box["y"] + box["height"] > floor + 1:
            return False
    return True


class Thumb:
    """Taps, and counts them."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, thing: Locator) -> None:
        """Tap something that is there."""
        self.taps += 1
        thing.tap()

    def photograph(self, control: Locator, name: str, content: bytes) -> None:
        """Tap the camera and take a photo; the shutter is the camera's own."""
        self.taps += 1
        control.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
