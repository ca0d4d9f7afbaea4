#!lua flags=no-writes
-- What families need, of every case with such a compartment that is released, closed or follows one; or of one.
-- KEYS 1 cases:released   2 cases:closed   3 cases:following (sets)
-- ARGV 1 case id: 32 digits, or '' for all; the key case:<id> (hash), and that of the case that it follows, follow
-- returns for each a list: its id, holder or '', until (milliseconds) or '', opened and over: 1, or '', the ids that are excluded or '', panel or '', outer panel or ''
local ids = {}
for i = 1, 3 do
  if ARGV[1] == '' then
    for _, id in ipairs(redis.call('SMEMBERS', KEYS[i])) do
      ids[#ids + 1] = id
    end
  elseif redis.call('SISMEMBER', KEYS[i], ARGV[1]) == 1 then
    ids[1] = ARGV[1]
  end
end
local all = {}
for _, id in ipairs(ids) do
  local case = redis.call('HMGET', 'case:' .. id, 'recipient:needs', 'first', 'aid_holder', 'aid_until', 'aid_opened', 'aid_over', 'excluded', 'panel:needs', 'outer:needs')
  local first = case[2] and redis.call('HMGET', 'case:' .. case[2], 'withdrawn', 'excluded', 'state')
  if case[1] and (not first or not first[1] and (first[3] == 'released' or first[3] == 'closed')) then
    local excluded = case[7]
    if first then
      excluded = first[2]
    end
    all[#all + 1] = {id, case[3] or '', case[4] or '', case[5] or '', case[6] == '1' and '1' or '', excluded or '', case[8] or '', case[9] or ''}
  end
end
return all
