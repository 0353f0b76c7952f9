"""Keywords of a shop; one of them keeps what it should give back."""


class Shop:
    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self):
        self._pages = []
        self._cache = {}

    def fetch_invoices(self):
        """Needs memory and gives it back."""
        bytearray(b"x") * (2 << 20)

    def archive_page(self):
        """Keeps 512 KiB every time."""
        self._pages.append(bytearray(b"x") * (512 << 10))

    def look_up_customer(self, number):
        """Fills a cache that is full soon."""
        self._cache[int(number) % 4] = bytearray(b"x") * (1 << 20)

    def reject(self):
        """Never works."""
        raise ValueError("no such customer")
