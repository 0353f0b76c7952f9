"""Robot Framework: what each keyword, test and suite uses, and which of them leaks memory.

    robot --listener plimsoll.robot tasks.robot

    *** Settings ***
    Library    plimsoll.robot.Keywords

Robot Framework 7 or later; it is imported only where it is there already.
"""

from .robot_keywords import Keywords
from .robot_listener import Listener

# `--listener plimsoll.robot` is enough: Robot takes the class that has the module's name, also with arguments behind it.
robot = Listener

__all__ = ["Keywords", "Listener", "robot"]
