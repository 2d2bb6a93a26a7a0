from django.db import migrations

KEEP = """
create function own_phone_on_dispatch() returns trigger language plpgsql as $$
declare
  last bigint;
begin
  -- a dispatch may have been joined into another of the same person, and that one into a third
  with recursive chain as (
    select id, joined_to_id from dissuasion_dispatch where dispatch_no = new.source_no
    union
    select d.id, d.joined_to_id from dissuasion_dispatch d join chain on d.id = chain.joined_to_id
  )
  select id into last from chain where joined_to_id is null;
  perform from dissuasion_dispatch
  where id = last and state not in ('concluded', 'closed', 'joined') for share;
  if not found then
    raise exception 'no running dispatch asks for this' using
      errcode = 'check_violation', constraint = 'own_phone_on_dispatch';
  end if;
  return new;
end $$;
create trigger own_phone_drafted before insert on takedown_takedown
  for each row when (new.measure = 'hold_own_phone')
  execute function own_phone_on_dispatch();
create trigger own_phone_approved before update of state on takedown_takedown
  for each row when (
    new.measure = 'hold_own_phone' and old.state = 'drafted' and new.state = 'approved'
  )
  execute function own_phone_on_dispatch();
"""

DROP = """
drop trigger own_phone_approved on takedown_takedown;
drop trigger own_phone_drafted on takedown_takedown;
drop function own_phone_on_dispatch();
"""


class Migration(migrations.Migration):
    """A person's own phone is suspended for a running dispatch only, whoever asks."""

    dependencies = [
        ("dissuasion", "0011_sources_apart"),
        ("takedown", "0005_own_phones_on_dispatches"),
    ]
    operations = [migrations.RunSQL(KEEP, DROP)]
