"""``digit-recognizer serve``: reading by HTTP."""

from typing import Annotated

import typer

from digit_recognizer.extras import require

__all__ = ["serve"]


def serve(
    host: Annotated[str, typer.Option(help="The address; by default, only this machine.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for one that is free.")] = 8000,
    network: Annotated[
        str | None,
        typer.Option(help="A shipped network's name or a checkpoint. [default: the shipped one]"),
    ] = None,
    megabytes: Annotated[int, typer.Option(min=1, max=200, help="Of one picture or PDF.")] = 20,
    seconds: Annotated[float, typer.Option(min=1, help="For one request.")] = 30.0,
    at_once: Annotated[
        int, typer.Option(min=1, help="Requests that a process holds; more are refused.")
    ] = 64,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that work. [default: as many as there are cores]"),
    ] = None,
) -> None:
    """Read digits, numbers and sheets for other programs, by HTTP, until Ctrl-C.

    The address that is printed shows what can be asked. Nobody has to say who they are: do not
    serve to a network that you do not trust.
    """
    require("serve", "Reading by HTTP")
    from digit_recognizer.ink.many import cores
    from digit_recognizer.networks.checkpoint import find_checkpoint
    from digit_recognizer.service.server import run
    from digit_recognizer.service.settings import Settings

    find_checkpoint(network)  # what is wrong with it is said before anything is served
    run(
        Settings(network, megabytes * 1_000_000, seconds, at_once),
        host=host,
        port=port,
        jobs=jobs or cores(),
        on_start=lambda address: print(f"reading at {address}; Ctrl-C ends it", flush=True),
    )
