"""The invented people and places of the demo; any likeness to real ones is chance."""

from __future__ import annotations

from dataclasses import dataclass

from wellbeing.labels import ROLE_LABELS

PASSWORD = "seedling-demo"  # noqa: S105 - shown on the demo's own sign-in page
SITE = "苗圃演示站 (虚构)"

PLACES = (
    ("yunqiao", "云桥初级中学 (虚构)", "school"),
    ("qinghe", "青禾实验小学 (虚构)", "school"),
    ("wanghu", "望湖高级中学 (虚构)", "school"),
    ("linjiang", "临江职业学校 (虚构)", "school"),
    ("police", "梧桐里派出所 (虚构)", "police_station"),
    ("weibao", "梧桐里街道未成年人保护工作站 (虚构)", "protection_station"),
    ("hospital", "临江医院心理科 (虚构)", "hospital"),
    ("wutong", "梧桐里社区 (虚构)", "community"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One invented person with an account."""

    login: str
    name: str
    role: str
    place_key: str

    @property
    def password(self) -> str:
        """The demo's one password."""
        return PASSWORD

    @property
    def role_label(self) -> str:
        """The message id of the role's name."""
        return ROLE_LABELS[self.role]

    @property
    def place(self) -> str:
        """Where the person works."""
        return next((name for key, name, _ in PLACES if key == self.place_key), "")


COORDINATOR = DemoAccount("jining", "纪宁 (虚构)", "coordinator", "")
PARTNER = DemoAccount("ruanqing", "阮青 (虚构)", "partner", "weibao")
STAFF = (
    DemoAccount("helixin", "何立新 (虚构)", "officer", "police"),
    DemoAccount("sumin", "苏敏 (虚构)", "officer", "police"),
    DemoAccount("fangyuan", "方圆 (虚构)", "teacher", "yunqiao"),
    DemoAccount("lanting", "蓝汀 (虚构)", "teacher", "qinghe"),
    DemoAccount("mubai", "穆白 (虚构)", "teacher", "wanghu"),
    DemoAccount("jiangyi", "江一 (虚构)", "teacher", "linjiang"),
    DemoAccount("yezhiqiu", "叶知秋 (虚构)", "counsellor", "yunqiao"),
    DemoAccount("luoyifan", "罗一帆 (虚构)", "counsellor", "wanghu"),
    DemoAccount("baijing", "白静 (虚构)", "counsellor", "qinghe"),
    PARTNER,
    DemoAccount("guanli", "管理员 (虚构)", "administrator", ""),
)
PARENT = DemoAccount("lumama", "陆母 (虚构)", "parent", "")
FATHER = DemoAccount("lubaba", "陆父 (虚构)", "parent", "")


def accounts() -> tuple[DemoAccount, ...]:
    """Return everybody who can sign in to the demo."""
    return (COORDINATOR, *STAFF, PARENT, FATHER)


@dataclass(frozen=True, slots=True)
class DemoStudent:
    """One invented young person and their guardians."""

    key: str
    name: str
    birth_date: str
    class_name: str
    place_key: str
    number: str
    guardians: tuple[tuple[str, str, str, str], ...]


STUDENTS = (
    DemoStudent("lu", "陆子昂", "2011-09-14", "七年级3班", "yunqiao", "YQ-0713", (
        ("陆母 (虚构)", "mother", "shared", "000-0000-0011"),
        ("陆父 (虚构)", "father", "shared", "000-0000-0012"))),
    DemoStudent("shen", "沈若晴", "2011-02-03", "八年级1班", "yunqiao", "YQ-0802", (
        ("沈母 (虚构)", "mother", "guardian", "000-0000-0021"),)),
    DemoStudent("wen", "温书瑶", "2010-04-21", "九年级2班", "yunqiao", "YQ-0917", (
        ("温父 (虚构)", "father", "shared", "000-0000-0031"),)),
    DemoStudent("tang", "唐乐", "2015-06-08", "四年级2班", "qinghe", "QH-0421", (
        ("唐父 (虚构)", "father", "guardian", "000-0000-0041"),
        ("唐奶奶 (虚构)", "grandparent", "carer", "000-0000-0042"))),
    DemoStudent("peng", "彭浩然", "2008-11-30", "高一计算机2班", "linjiang", "LJ-1106", (
        ("彭母 (虚构)", "mother", "guardian", "000-0000-0051"),)),
    DemoStudent("qiao", "乔雨薇", "2008-01-17", "高三4班", "wanghu", "WH-1209", (
        ("乔母 (虚构)", "mother", "shared", "000-0000-0061"),)),
)  # fmt: skip
