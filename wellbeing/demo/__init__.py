"""A demo site: invented people and referrals, entered through the use cases alone."""

from wellbeing.demo.cast import DemoAccount, accounts
from wellbeing.demo.play import write

__all__ = ["DemoAccount", "accounts", "write"]
