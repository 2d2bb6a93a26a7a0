from django.db import migrations

KEEP = """
create sequence restitution_no;

create function share_within() returns trigger language plpgsql as $$
begin
  if exists (
    select from restitution_returnaccount a join restitution_claimant c on c.id = new.claimant_id
    where a.id = new.account_id and a.restitution_id <> c.restitution_id
  ) then
    raise exception 'a share joins two rounds' using errcode = 'check_violation';
  end if;
  if exists (
    select from restitution_share s join restitution_returnaccount a on a.id = s.account_id
    where a.id = new.account_id group by a.id, a.divisible_fen
    having greatest(sum(s.share_fen), sum(s.traced_fen), sum(s.proportional_fen)) > a.divisible_fen
  ) then
    raise exception 'shares exceed what is frozen' using errcode = 'check_violation';
  end if;
  if exists (
    select from restitution_share s join restitution_claimant c on c.id = s.claimant_id
    where c.id = new.claimant_id group by c.id, c.loss_fen, c.refunded_fen, c.returned_fen
    having greatest(sum(s.share_fen), sum(s.traced_fen), sum(s.proportional_fen))
      > greatest(0, c.loss_fen - c.refunded_fen - c.returned_fen)
  ) then
    raise exception 'shares exceed what is owed' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger share_within after insert or update on restitution_share
  deferrable initially deferred for each row execute function share_within();

create function share_paid_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a paid share cannot be changed' using errcode = 'insufficient_privilege';
end $$;
create trigger paid_stays before update or delete on restitution_share
  for each row when (old.paid_at is not null) execute function share_paid_stays();

create function decided_stays() returns trigger language plpgsql as $$
begin
  if exists (
    select from restitution_restitution r where r.id = old.restitution_id
    and r.state not in ('drafted', 'proposed')
  ) then
    raise exception 'what shares rest on cannot be changed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger decided_stays before update of loss_fen, refunded_fen, returned_fen
  on restitution_claimant for each row execute function decided_stays();
create trigger decided_stays before update of frozen_fen, divisible_fen, account_no
  on restitution_returnaccount for each row execute function decided_stays();
"""

DROP = """
drop trigger decided_stays on restitution_returnaccount;
drop trigger decided_stays on restitution_claimant;
drop function decided_stays();
drop trigger paid_stays on restitution_share;
drop function share_paid_stays();
drop trigger share_within on restitution_share;
drop function share_within();
drop sequence restitution_no;
"""


class Migration(migrations.Migration):
    dependencies = [("restitution", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, DROP)]
