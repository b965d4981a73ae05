"""The search index on an Elasticsearch of one's own: for many people and several replicas."""
