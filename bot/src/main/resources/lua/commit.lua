#!lua
-- One turn, whole or not at all. A second run of the same turn finds its update seen and changes nothing.
-- KEYS 1 draft:<day>, 2 card:<day> (hashes): where the draft is to be
--      3 draft:<day>, 4 card:<day> (hashes): where it was; the same two if it was nowhere
--      5 outbox:<day> (hash)   6 days (set)   7 cases:draft (set)   8 cases:submitted (set)
--      9 case:<id>, 10 keys:<id>, 11 records:<id> (hashes)
--      12 cases:released (set)
--      13… seen:<day> (set) for each name of the update
-- ARGV 1 what becomes of the draft: going | submitted | destroyed
--      2 the draft's name: 64 digits
--      3 its name before, or ''   4 its cursor before (bytes)
--      5 its new cursor (bytes)   6 its day: yyyy-mm-dd
--      7 case id: 32 digits
--      8 bit chosen at the consent: 1 destroy, 0 hand in, '' if no case is opened   9 enough to hand in: 0 | 1, or 2: sent, and to be handed in whatever was chosen
--      10 urgent from now on: 0 | 1, or '' if this turn does not decide it
--      11 id of what is to be said: 32 digits, or ''   12 the same, sealed (bytes)
--      13 n, then n names of the update: 'update:' and 64 digits
--      then n, then n days that this turn uses: yyyy-mm-dd
--      then n, then n times: compartment, recipient (text), key file (bytes), panel or '', outer panel or ''
--      then n, then n times: number of a record to add, its compartment, files, newline and bytes
--      then n, then n numbers of records to remove
--      then how the family of a case that is handed in comes back, one of
--        ''
--        opened, name of the mailbox (64 digits), recipient, author, day, name of a wish to be told (64 digits) or '', the same, sealed (bytes)
--        known, name of the mailbox, komir-author/1 (text), its signature (base64)
-- The keys mailbox:<name> (hash), tells (hash), tells:<id>, followups:<first>, cases:following, cases:closed (sets) and case:<first> (hash) follow from these.
-- returns DONE, SEEN or CONFLICT
local what, name, before = ARGV[1], ARGV[2], ARGV[3]

local at = 13
local function list(width)
  local from = at + 1
  local to = at + width * tonumber(ARGV[at])
  at = to + 1
  return from, to
end
local updates_from, updates_to = list(1)
local days_from, days_to = list(1)
local keys_from, keys_to = list(5)
local keep_from, keep_to = list(2)
local drop_from, drop_to = list(1)
local way_back = at
local updates = updates_to - updates_from + 1
local case, keys, records = KEYS[9], KEYS[10], KEYS[11]

local sets = {[6] = true, [7] = true, [8] = true, [12] = true}
for i, key in ipairs(KEYS) do
  local expected = (sets[i] or i > 11) and 'set' or 'hash'
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= expected then
    return redis.error_reply('WRONGTYPE')
  end
end

local mailbox = 'mailbox:' .. (ARGV[way_back + 1] or '')
local first = false
local types = {}
if ARGV[way_back] ~= '' then
  types = {[mailbox] = 'hash', tells = 'hash', ['tells:' .. ARGV[7]] = 'set'}
end
for key, expected in pairs(types) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= expected then
    return redis.error_reply('WRONGTYPE')
  end
end
if ARGV[way_back] == 'known' and redis.call('HEXISTS', mailbox, 'withdrawn') == 0 then
  first = redis.call('HGET', mailbox, 'id')
end
if first then
  types = {['case:' .. first] = 'hash', ['followups:' .. first] = 'set', ['cases:following'] = 'set', ['cases:closed'] = 'set'}
  for key, expected in pairs(types) do
    local found = redis.call('TYPE', key).ok
    if found ~= 'none' and found ~= expected then
      return redis.error_reply('WRONGTYPE')
    end
  end
end

for i = 1, updates do
  if redis.call('SISMEMBER', KEYS[12 + i], ARGV[updates_from + i - 1]) == 1 then
    return redis.status_reply('SEEN')
  end
end

local conflict = redis.status_reply('CONFLICT')
if before ~= '' and redis.call('HGET', KEYS[3], before) ~= ARGV[4] then
  return conflict
end
if (before ~= name or KEYS[1] ~= KEYS[3]) and redis.call('HEXISTS', KEYS[1], name) == 1 then
  return conflict
end
local state = redis.call('HGET', case, 'state')
if what == 'going' then
  local expected = ARGV[8] == '' and 'draft'
  if state ~= expected then
    return conflict
  end
elseif what == 'submitted' and state ~= 'draft' or what == 'destroyed' and state and state ~= 'draft' then
  return conflict
end
local dropped = {}
for i = drop_from, drop_to do
  dropped[ARGV[i]] = true
end
local kept = {}
for i = keep_from, keep_to, 2 do
  local seq = ARGV[i]
  if kept[seq] or (not dropped[seq] and redis.call('HEXISTS', records, seq) == 1) then
    return conflict
  end
  kept[seq] = true
end
if ARGV[way_back] == 'opened' and redis.call('EXISTS', mailbox) == 1 then
  return conflict
end

-- from here on nothing can fail
for i = days_from, days_to do
  redis.call('SADD', KEYS[6], ARGV[i])
end
if updates > 0 then
  redis.call('SADD', KEYS[13], ARGV[updates_from])
end
if before ~= '' and (what ~= 'going' or before ~= name or KEYS[1] ~= KEYS[3]) then
  redis.call('HDEL', KEYS[3], before)
  redis.call('HDEL', KEYS[4], before)
end
if what == 'going' then
  redis.call('HSET', KEYS[1], name, ARGV[5])
  if ARGV[8] ~= '' then
    redis.call('HSET', case, 'state', 'draft', 'destroy', ARGV[8], 'minimum', '0')
    for i = keys_from, keys_to, 5 do
      redis.call('HSET', case, 'recipient:' .. ARGV[i], ARGV[i + 1])
      redis.call('HSET', keys, ARGV[i], ARGV[i + 2])
      if ARGV[i + 3] ~= '' then
        redis.call('HSET', case, 'panel:' .. ARGV[i], ARGV[i + 3])
      end
      if ARGV[i + 4] ~= '' then
        redis.call('HSET', case, 'outer:' .. ARGV[i], ARGV[i + 4])
      end
    end
    redis.call('SADD', KEYS[7], ARGV[7])
  end
  redis.call('HSET', case, 'last_turn', ARGV[6])
  if ARGV[9] ~= '0' then
    redis.call('HSET', case, 'minimum', '1')
  end
  if ARGV[9] == '2' then
    redis.call('HSET', case, 'destroy', '0')
  end
  if ARGV[10] ~= '' then
    redis.call('HSET', case, 'urgent', ARGV[10])
  end
  for i = drop_from, drop_to do
    redis.call('HDEL', records, ARGV[i])
  end
end
for i = keep_from, keep_to, 2 do
  redis.call('HSET', records, ARGV[i], ARGV[i + 1])
end
if what == 'submitted' then
  local urgent = redis.call('HGET', case, 'urgent') == '1'
  redis.call('HSET', case, 'state', urgent and 'released' or 'submitted')
  redis.call('HDEL', case, 'last_turn')
  redis.call('SMOVE', KEYS[7], urgent and (first and 'cases:following' or KEYS[12]) or KEYS[8], ARGV[7])
  if ARGV[way_back] == 'opened' then
    redis.call('HSET', case, 'mailbox', ARGV[way_back + 1])
    redis.call('HSET', mailbox, 'id', ARGV[7], 'recipient', ARGV[way_back + 2], 'author', ARGV[way_back + 3], 'day', ARGV[way_back + 4])
    if ARGV[way_back + 5] ~= '' then
      redis.call('HSET', 'tells', ARGV[way_back + 5], ARGV[7] .. '\n' .. ARGV[way_back + 6])
      redis.call('SADD', 'tells:' .. ARGV[7], ARGV[way_back + 5])
    end
  elseif first then
    redis.call('HSET', case, 'first', first, 'author', ARGV[way_back + 2], 'signature', ARGV[way_back + 3])
    redis.call('SADD', 'followups:' .. first, ARGV[7])
    if urgent then
      local before = redis.call('HGET', 'case:' .. first, 'state')
      redis.call('HSET', 'case:' .. first, 'state', 'released', 'urgent', '1', 'news', '1')
      redis.call('SMOVE', 'cases:' .. before, KEYS[12], first)
    end
  end
elseif what == 'destroyed' then
  redis.call('DEL', keys)
  redis.call('DEL', records)
  redis.call('DEL', case)
  redis.call('SREM', KEYS[7], ARGV[7])
end
if ARGV[11] ~= '' then
  redis.call('HSET', KEYS[5], ARGV[11], ARGV[12])
end
return redis.status_reply('DONE')
