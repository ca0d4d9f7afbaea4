#!lua flags=no-writes
-- A mailbox, its letters, and what became of its case.
-- KEYS 1 mailbox:<name> (hash)   2 letters:<name> (hash)
-- ARGV none; the key case:<id> (hash) follows from the first
-- returns three lists of fields and values: of the mailbox, of the letters, and of the case's state and recipient
local id = redis.call('HGET', KEYS[1], 'id') or ''
local case = redis.call('HMGET', 'case:' .. id, 'state', 'recipient:case')
return {
  redis.call('HGETALL', KEYS[1]),
  redis.call('HGETALL', KEYS[2]),
  {'state', case[1] or '', 'recipient', case[2] or ''},
}
