"""Work in many processes, on one machine (``local``) or on Ray (``on_ray``): a big corpus annotated in shards.

``run.annotate_shards`` is the way in: inputs (``inputs``) are cut into shards (``cutting``), each shard is read
(``reading``), annotated (``annotating``) and written as one Parquet file (``annotated``). ``manifest`` keeps account.
"""
