"""The last page: shown when not even the page that says so can be built.

It needs no database, template, language or static file: what is broken may be any of them.
"""

PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Nasij · نسيج</title>
</head>
<body>
<main>
<section lang="fr">
<h1>Le site est en panne</h1>
<p>Ce que vous avez envoyé a été enregistré en entier ou pas du tout. Attendez une minute, revenez
en arrière et réessayez. Si cela se répète, prévenez le secrétariat.</p>
</section>
<section lang="ar" dir="rtl">
<h1>المنصة متوقفة حاليا</h1>
<p>ما أرسلتموه إما حُفظ كاملا أو لم يُحفظ منه شيء. انتظروا دقيقة ثم عودوا إلى الوراء وحاولوا من جديد.
إذا تكرر العطل، فأخبروا كتابة المجلس.</p>
</section>
<section lang="en">
<h1>The site has broken down</h1>
<p>What you sent was either saved whole or not at all. Wait a minute, go back and try again. If it
happens twice, tell the secretariat.</p>
</section>
</main>
</body>
</html>
"""
