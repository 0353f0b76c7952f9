from .robot_keywords import Keywords as Keywords
from .robot_listener import Listener as Listener

robot = Listener

__all__ = ["Keywords", "Listener", "robot"]
