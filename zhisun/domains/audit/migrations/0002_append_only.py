from django.db import migrations

FORBID = """
create function audit_forbid() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows cannot be changed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_forbid();
create trigger audit_seal_append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_forbid();
"""

ALLOW = """
drop trigger audit_seal_append_only on audit_seal;
drop trigger audit_entry_append_only on audit_entry;
drop function audit_forbid();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
