from django.db import migrations

FORBID = """
create function documents_forbid() returns trigger language plpgsql as $$
begin
  raise exception 'an issued paper cannot be changed' using errcode = 'insufficient_privilege';
end $$;
create trigger documents_document_stays before update on documents_document
  for each statement execute function documents_forbid();
"""

ALLOW = """
drop trigger documents_document_stays on documents_document;
drop function documents_forbid();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
