#!lua flags=no-writes
-- One case at one moment.
-- KEYS 1 case:<id> (hash)   2 keys:<id> (hash)   3 records:<id> (hash)
-- ARGV none
-- returns the three, each a list of field, value, field, value …
return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3])}
