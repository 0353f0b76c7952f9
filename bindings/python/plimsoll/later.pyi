ALL: list[str]
MODULES: dict[str, str]
