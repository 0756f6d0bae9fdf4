SELECT anlan_shards.add_shard($1, $2, $3::text::jsonb, $4::text::jsonb)
