// One import for an application: the models, and what joins them to it.
@_exported public import DewarORM
