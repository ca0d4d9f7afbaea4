#!lua flags=no-writes
-- To whom key files are sealed, of every case that is released or closed and of what followed these; or of one, and then with the files.
-- KEYS 1 cases:released   2 cases:closed   3 cases:following (sets)
-- ARGV 1 case id: 32 digits, or '' for all; the keys case:<id>, keys:<id> (hashes) and followups:<id> (set) follow
-- returns for each a list: its id, that of the case that it follows or '', the ids that are excluded or '', and seven times: compartment, panel or '',
--      outer panel or '', who sealed it anew or '', recipient, key file, the one before or ''; the last three '' where all are asked for
local ids = {}
local one = ARGV[1]
if one == '' then
  for i = 1, 3 do
    for _, id in ipairs(redis.call('SMEMBERS', KEYS[i])) do
      ids[#ids + 1] = id
    end
  end
elseif redis.call('SISMEMBER', KEYS[1], one) == 1 or redis.call('SISMEMBER', KEYS[2], one) == 1 then
  ids[1] = one
  for _, id in ipairs(redis.call('SMEMBERS', 'followups:' .. one)) do
    if redis.call('SISMEMBER', KEYS[3], id) == 1 then
      ids[#ids + 1] = id
    end
  end
end
local all = {}
for _, id in ipairs(ids) do
  local case = redis.call('HMGET', 'case:' .. id, 'first', 'excluded')
  local line = {id, case[1] or '', case[2] or ''}
  for _, compartment in ipairs(redis.call('HKEYS', 'keys:' .. id)) do
    if not string.find(compartment, ':', 1, true) then
      local seat = redis.call('HMGET', 'case:' .. id, 'panel:' .. compartment, 'outer:' .. compartment, 'sealer:' .. compartment, 'recipient:' .. compartment)
      local files = one == '' and {} or redis.call('HMGET', 'keys:' .. id, compartment, 'before:' .. compartment)
      line[#line + 1] = compartment
      line[#line + 1] = seat[1] or ''
      line[#line + 1] = seat[2] or ''
      line[#line + 1] = seat[3] or ''
      line[#line + 1] = one ~= '' and seat[4] or ''
      line[#line + 1] = files[1] or ''
      line[#line + 1] = files[2] or ''
    end
  end
  all[#all + 1] = line
end
return all
