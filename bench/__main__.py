"""make bench [ARTICLES=2000]: how long things take here, as a table and as var/bench.json.

Every figure stands beside the same run's constant page or plain SELECT: machines differ, ratios much less. The database
is SQLite in a folder that goes away, or BENCH_DATABASE_URL (an empty database, or one with a corpus and nothing else).
"""

import os
import tempfile

import django

with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
    os.environ |= {"BENCH_FOLDER": folder, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    django.setup()
    from bench.measure import main  # models can be imported only now

    main(int(os.environ.get("ARTICLES") or 2000))
