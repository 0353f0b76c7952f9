"""Long calls of the library, beside which Python goes on."""

# For how many seconds Ctrl-C waits at most.
_SLICE = 0.05


def run(name, work, listen, cancel):
    """What `work` gives, or what it raises; it runs on a thread of that name, because Ctrl-C is not seen in the middle of a call.

    `listen` is called now and then; what it raises calls `cancel`, waits for the end, and is raised. So does Ctrl-C.
    """
    import threading

    found = []
    over = threading.Event()

    def whole():
        try:
            found.append(work())
        except BaseException as error:  # Raised below.
            found.append(error)
        finally:
            over.set()

    # Its end is waited for by an event: a `join` that Ctrl-C interrupts takes the thread for ended in Python 3.11, and the
    # interpreter would end under it.
    thread = threading.Thread(target=whole, name=name, daemon=True)
    thread.start()
    try:
        is_over = False
        while not is_over:
            is_over = over.wait(_SLICE)
            listen()
    except BaseException:
        cancel()
        over.wait()
        raise
    finally:
        thread.join()
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]
