#![doc = "Plimsoll"]
