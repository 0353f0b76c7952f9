"""Networks that lose packets."""

from scenario import BASELINE, Scenario, change, label, trouble

RETRANSMITTED = ("net/snmp", "retransmitted", 20)


def talk(**options):
    given = {"connections": 8, "rate": 20, "name": "client", **options}
    return [
        trouble("talk", host="{peer}", **given),
        trouble("serve", host="{peer}", where="peer", name="server", at=0.5),
    ]


def lossy(name, what, share, **more):
    return Scenario(
        name, what, [*talk(), change("loss", share, BASELINE)],
        [label("network", onset=2, proof=RETRANSMITTED)], network=True, cost=0.15, **more,
    )  # fmt: skip


SCENARIOS = [
    lossy("network_loss_30", "30 % of the packets to the peer are lost", 0.3, seconds=9, short=True),
    lossy("network_loss_10", "10 % of the packets to the peer are lost", 0.1),
    lossy("network_loss_5", "5 % of the packets to the peer are lost", 0.05),
    Scenario(
        "network_narrow", "2.5 MB a second of requests are sent over a link that suddenly lets 1 Mbit/s through",
        [*talk(), change("narrow", "1mbit", BASELINE)],
        [label("network", onset=2, proof=RETRANSMITTED)], network=True, cost=0.15,
    ),
]  # fmt: skip
