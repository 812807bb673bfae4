"""Invented names with the shares of common surnames, so that searches and attacks are real ones."""

from __future__ import annotations

import random

# Approximate shares of the commonest surnames, in thousandths.
SURNAMES = dict(zip(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
    "万覃武钱戴严莫孔向常",
    [72, 72, 67, 53, 46, 31, 22, 21, 20, 19, 15, 15, 12, 12, 11, 11, 11, 10, 10, 9, *[8] * 10,
     *[5] * 20, *[3] * 30, *[2] * 40], strict=False,
))  # fmt: skip
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌志鹏浩宇欣怡子涵梓轩雨泽诗"
    "晨曦嘉琪一诺思佳俊凯悦彤天翔雪莹晓东海波春燕小龙飞云峰家豪若溪可心语桐沐阳书瑶景行知远乐安"
    "宁清和"
)
LATIN = (
    "Ana", "Bo", "Carla", "Dmitri", "Elin", "Farid", "Gulnar", "Hana", "Ivo", "José", "Kemal",
    "Leila", "Mira", "Noor", "Olga", "Pavel", "Rehman", "Sara", "Timur", "Yusuf",
)  # fmt: skip


def people(count: int, seed: int = 7) -> list[str]:
    """Return invented names, four in five of them Chinese; given names by Zipf's law."""
    dice = random.Random(seed)
    weights = [1 / (place + 1) for place in range(len(GIVEN))]
    surnames, shares = list(SURNAMES), list(SURNAMES.values())
    found = []
    for _ in range(count):
        if dice.random() < 0.2:
            found.append(f"{dice.choice(LATIN)} {dice.choice(LATIN)}{dice.choice(LATIN).lower()}")
            continue
        given = dice.choices(GIVEN, weights, k=1 if dice.random() < 0.15 else 2)
        found.append(dice.choices(surnames, shares)[0] + "".join(given))
    return found
