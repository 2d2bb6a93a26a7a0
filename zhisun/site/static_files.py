"""Where the pages' files are collected: under names that tell their content, imports too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """A module imports its parts by the hashed names the pages give: one file, one instance."""

    support_js_module_import_aggregation = True
