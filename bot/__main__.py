"""`python -m bot` and the command `tuckaway`."""

import os


def main() -> None:
    """Run the command line."""
    # Numpy's linear algebra starts a thread for each core, and they wait for work by spinning: on two cores that halves
    # the speed of everything else. It reads this once, when it is imported, so it has to be said before anything is.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.cli import app

    app()


if __name__ == "__main__":
    main()
