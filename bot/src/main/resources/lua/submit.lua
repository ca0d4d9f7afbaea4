#!lua
-- Hands in a whole case that was sealed elsewhere; where the mailbox is there already, it follows the case that came first. A second run finds it
-- and changes nothing.
-- KEYS 1 case:<id>, 2 keys:<id>, 3 records:<id>, 4 mailbox:<name> (hashes)
--      5 cases:submitted, 6 cases:released, 7 cases:closed, 8 cases:following (sets)
-- ARGV 1 case id: 32 digits   2 urgent: 0 | 1   3 name of the mailbox: 64 digits   4 recipient   5 author   6 day: yyyy-mm-dd
--      7 komir-author/1 (text)   8 its signature (base64)
--      9 n, then n times: compartment, recipient (text), key file (bytes), panel or '', outer panel or ''
--      then n, then n times: number of a record, its compartment, files, newline and bytes; the last one is the manifest
--      The keys case:<first> (hash) and followups:<first> (set) follow from the mailbox.
-- returns the day of the first handing-in, or REFUSED if the id or the mailbox is another's, or the mailbox was withdrawn
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= (i > 4 and 'set' or 'hash') then
    return redis.error_reply('WRONGTYPE')
  end
end
local at = 9
local function list(width)
  local from = at + 1
  local to = at + width * tonumber(ARGV[at])
  at = to + 1
  return from, to
end
local keys_from, keys_to = list(5)
local records_from, records_to = list(2)

local refused = redis.status_reply('REFUSED')
local mailbox = redis.call('HMGET', KEYS[4], 'id', 'recipient', 'author', 'day', 'withdrawn')
local first = mailbox[1]
if mailbox[5] then
  return refused
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  local case = redis.call('HMGET', KEYS[1], 'first', 'day')
  local same = first == (case[1] or ARGV[1]) and redis.call('HGET', KEYS[3], ARGV[records_to - 1]) == ARGV[records_to]
  return same and redis.status_reply(case[2] or mailbox[4]) or refused
end
if first then
  if mailbox[2] ~= ARGV[4] or mailbox[3] ~= ARGV[5] then
    return refused
  end
  local found = redis.call('TYPE', 'followups:' .. first).ok
  if redis.call('TYPE', 'case:' .. first).ok ~= 'hash' or found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end

-- from here on nothing can fail
local urgent = ARGV[2] == '1'
redis.call('HSET', KEYS[1], 'state', urgent and 'released' or 'submitted', 'destroy', '0', 'minimum', '1', 'urgent', ARGV[2])
for i = keys_from, keys_to, 5 do
  redis.call('HSET', KEYS[1], 'recipient:' .. ARGV[i], ARGV[i + 1])
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
  if ARGV[i + 3] ~= '' then
    redis.call('HSET', KEYS[1], 'panel:' .. ARGV[i], ARGV[i + 3])
  end
  if ARGV[i + 4] ~= '' then
    redis.call('HSET', KEYS[1], 'outer:' .. ARGV[i], ARGV[i + 4])
  end
end
for i = records_from, records_to, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
redis.call('SADD', urgent and (first and KEYS[8] or KEYS[6]) or KEYS[5], ARGV[1])
if first then
  redis.call('HSET', KEYS[1], 'first', first, 'author', ARGV[7], 'signature', ARGV[8], 'day', ARGV[6])
  redis.call('SADD', 'followups:' .. first, ARGV[1])
  if urgent then
    local before = redis.call('HGET', 'case:' .. first, 'state')
    redis.call('HSET', 'case:' .. first, 'state', 'released', 'urgent', '1', 'news', '1')
    redis.call('HDEL', 'case:' .. first, 'urgency') -- what was said before
    redis.call('SMOVE', 'cases:' .. before, KEYS[6], first)
  end
else
  redis.call('HSET', KEYS[1], 'mailbox', ARGV[3])
  redis.call('HSET', KEYS[4], 'id', ARGV[1], 'recipient', ARGV[4], 'author', ARGV[5], 'day', ARGV[6])
end
return redis.status_reply(ARGV[6])
