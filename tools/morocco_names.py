"""The words and pairs that no package holds, for build_morocco_pack.py."""

from __future__ import annotations

# English keeps the French name, except where English has a name of its own.
ENGLISH = {
    "Tanger-Tétouan-Al Hoceima": "Tangier-Tetouan-Al Hoceima",
    "Fès-Meknès": "Fez-Meknes",
    "Rabat-Salé-Kénitra": "Rabat-Sale-Kenitra",
    "Béni Mellal-Khénifra": "Beni Mellal-Khenifra",
    "Marrakech-Safi": "Marrakesh-Safi",
    "Drâa-Tafilalet": "Draa-Tafilalet",
    "Laâyoune-Sakia El Hamra": "Laayoune-Sakia El Hamra",
    "Tanger": "Tangier",
    "Tanger-Assilah": "Tangier-Assilah",
    "Fès": "Fez",
    "Meknès": "Meknes",
    "Marrakech": "Marrakesh",
    "Tétouan": "Tetouan",
    "Laâyoune": "Laayoune",
}

# The sixteen regions of 1997, numbered as ISO 3166-2:MA did, with the provinces of today's map
# they held in 2015. A province created in 2009 stands under the region it was created in.
OLD_REGIONS: list[tuple[str, str, str, str]] = [
    ("Tanger-Tétouan", "طنجة-تطوان", "Tangier-Tetouan",
     "01.511 01.573 01.571 01.227 01.331 01.151 01.405"),
    ("Gharb-Chrarda-Beni Hssen", "الغرب-الشراردة-بني احسن", "Gharb-Chrarda-Beni Hssen",
     "04.281 04.481 04.491"),
    ("Taza-Al Hoceima-Taounate", "تازة-الحسيمة-تاونات", "Taza-Al Hoceima-Taounate",
     "01.051 02.265 03.531 03.561"),
    ("Oriental", "الجهة الشرقية", "Oriental",
     "02.411 02.381 02.167 02.275 02.113 02.533 02.251"),
    ("Fès-Boulemane", "فاس-بولمان", "Fez-Boulemane",
     "03.231 03.591 03.451 03.131"),
    ("Meknès-Tafilalet", "مكناس-تافيلالت", "Meknes-Tafilalet",
     "03.061 03.171 03.271 05.301 08.201 08.363"),
    ("Rabat-Salé-Zemmour-Zaër", "الرباط-سلا-زمور-زعير", "Rabat-Sale-Zemmour-Zaer",
     "04.421 04.441 04.501 04.291"),
    ("Grand Casablanca", "الدار البيضاء الكبرى", "Greater Casablanca",
     "06.141 06.371 06.385 06.355"),
    ("Chaouia-Ouardigha", "الشاوية-ورديغة", "Chaouia-Ouardigha",
     "05.311 06.111 06.117 06.461"),
    ("Doukkala-Abda", "دكالة-عبدة", "Doukkala-Abda",
     "06.181 06.467 07.431 07.585"),
    ("Marrakech-Tensift-Al Haouz", "مراكش-تانسيفت-الحوز", "Marrakesh-Tensift-Al Haouz",
     "07.351 07.161 07.041 07.191 07.211 07.427"),
    ("Tadla-Azilal", "تادلة-أزيلال", "Tadla-Azilal",
     "05.091 05.081 05.255"),
    ("Souss-Massa-Drâa", "سوس-ماسة-درعة", "Souss-Massa-Draa",
     "08.401 08.577 08.587 09.001 09.273 09.163 09.541 09.581 10.473"),
    ("Guelmim-Es Smara", "كلميم-السمارة", "Guelmim-Es Smara",
     "09.551 10.261 10.071 10.521 11.221"),
    ("Laâyoune-Boujdour-Sakia El Hamra", "العيون-بوجدور-الساقية الحمراء",
     "Laayoune-Boujdour-Sakia El Hamra", "11.321 11.121 11.537"),
    ("Oued Ed-Dahab-Lagouira", "وادي الذهب-الكويرة", "Oued Ed-Dahab-Lagouira",
     "12.391 12.066"),
]  # fmt: skip

# The package's English names of holidays, and ours. A name not listed here stops the build.
HOLIDAYS: dict[str, tuple[str, str, str, str]] = {
    "New Year's Day": ("national", "Nouvel an", "رأس السنة الميلادية", "New Year's Day"),
    "Proclamation of Independence Day": (
        "national", "Manifeste de l'indépendance", "ذكرى تقديم وثيقة المطالبة بالاستقلال",
        "Independence Manifesto Day"),
    "Amazigh New Year": (
        "national", "Nouvel an amazigh", "رأس السنة الأمازيغية", "Amazigh New Year"),
    "Labor Day": ("national", "Fête du travail", "عيد الشغل", "Labour Day"),
    "Throne Day": ("national", "Fête du trône", "عيد العرش", "Throne Day"),
    "Oued Ed-Dahab Day": (
        "national", "Journée de Oued Ed-Dahab", "ذكرى استرجاع إقليم وادي الذهب",
        "Oued Ed-Dahab Day"),
    "Revolution Day": (
        "national", "Révolution du roi et du peuple", "ذكرى ثورة الملك والشعب",
        "Revolution of the King and the People"),
    "Youth Day": ("national", "Fête de la jeunesse", "عيد الشباب", "Youth Day"),
    "Unity Day": ("national", "Fête de l'unité", "عيد الوحدة", "Unity Day"),
    "Green March": ("national", "Marche verte", "ذكرى المسيرة الخضراء", "Green March Day"),
    "Independence Day": ("national", "Fête de l'indépendance", "عيد الاستقلال", "Independence Day"),
    "Islamic New Year": ("religious", "1er Moharram", "فاتح محرم", "Islamic New Year"),
    "Prophet's Birthday": ("religious", "Aïd Al Mawlid", "عيد المولد النبوي", "Prophet's Birthday"),
    "Eid al-Fitr": ("religious", "Aïd Al Fitr", "عيد الفطر", "Eid al-Fitr"),
    "Eid al-Adha": ("religious", "Aïd Al Adha", "عيد الأضحى", "Eid al-Adha"),
}  # fmt: skip

EXACT = (
    "Même territoire sous un autre nom.",
    "نفس المجال الترابي باسم آخر.",
    "Same ground under another name.",
)
WHOLE = (
    "Entièrement comprise dans la nouvelle région, qui en contient d'autres : série rompue.",
    "مشمولة كليا بالجهة الجديدة التي تضم غيرها: السلسلة منقطعة.",
    "Wholly inside the new region, which holds others too: the series breaks.",
)
PART = (
    "Partagée entre plusieurs nouvelles régions : toute répartition est une estimation.",
    "موزعة على عدة جهات جديدة: كل توزيع للأرقام تقدير.",
    "Shared between several new regions: any split of its figures is an estimate.",
)
