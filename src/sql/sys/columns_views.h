/* SPDX-License-Identifier: Apache-2.0 */
/* columns_views.h - the columns of the views in pg_catalog. */
#ifndef ND_SQL_SYS_COLUMNS_VIEWS_H
#define ND_SQL_SYS_COLUMNS_VIEWS_H

/* clang-format off */
#define ND__COLUMNS_PG_AVAILABLE_EXTENSION_VERSIONS(X, R) \
    X(R, name, NAME, 0) X(R, version, TEXT, 0) X(R, installed, BOOL, 0) X(R, superuser, BOOL, 0) X(R, trusted, BOOL, 0) \
    X(R, relocatable, BOOL, 0) X(R, schema, NAME, 0) X(R, requires, NAME_ARRAY, 0) X(R, comment, TEXT, 0)
#define ND__COLUMNS_PG_AVAILABLE_EXTENSIONS(X, R) \
    X(R, name, NAME, 0) X(R, default_version, TEXT, 0) X(R, installed_version, TEXT, 0) X(R, comment, TEXT, 0)
#define ND__COLUMNS_PG_BACKEND_MEMORY_CONTEXTS(X, R) \
    X(R, name, TEXT, 0) X(R, ident, TEXT, 0) X(R, parent, TEXT, 0) X(R, level, INT4, 0) X(R, total_bytes, INT8, 0) \
    X(R, total_nblocks, INT8, 0) X(R, free_bytes, INT8, 0) X(R, free_chunks, INT8, 0) X(R, used_bytes, INT8, 0)
#define ND__COLUMNS_PG_CONFIG(X, R) \
    X(R, name, TEXT, 0) X(R, setting, TEXT, 0)
#define ND__COLUMNS_PG_CURSORS(X, R) \
    X(R, name, TEXT, 0) X(R, statement, TEXT, 0) X(R, is_holdable, BOOL, 0) X(R, is_binary, BOOL, 0) \
    X(R, is_scrollable, BOOL, 0) X(R, creation_time, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_FILE_SETTINGS(X, R) \
    X(R, sourcefile, TEXT, 0) X(R, sourceline, INT4, 0) X(R, seqno, INT4, 0) X(R, name, TEXT, 0) X(R, setting, TEXT, 0) \
    X(R, applied, BOOL, 0) X(R, error, TEXT, 0)
#define ND__COLUMNS_PG_GROUP(X, R) \
    X(R, groname, NAME, 0) X(R, grosysid, OID, 0) X(R, grolist, OID_ARRAY, 0)
#define ND__COLUMNS_PG_HBA_FILE_RULES(X, R) \
    X(R, line_number, INT4, 0) X(R, type, TEXT, 0) X(R, database, TEXT_ARRAY, 0) X(R, user_name, TEXT_ARRAY, 0) \
    X(R, address, TEXT, 0) X(R, netmask, TEXT, 0) X(R, auth_method, TEXT, 0) X(R, options, TEXT_ARRAY, 0) X(R, error, TEXT, 0)
#define ND__COLUMNS_PG_IDENT_FILE_MAPPINGS(X, R) \
    X(R, line_number, INT4, 0) X(R, map_name, TEXT, 0) X(R, sys_name, TEXT, 0) X(R, pg_username, TEXT, 0) X(R, error, TEXT, 0)
#define ND__COLUMNS_PG_INDEXES(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, indexname, NAME, 0) X(R, tablespace, NAME, 0) \
    X(R, indexdef, TEXT, 0)
#define ND__COLUMNS_PG_LOCKS(X, R) \
    X(R, locktype, TEXT, 0) X(R, database, OID, 0) X(R, relation, OID, 0) X(R, page, INT4, 0) X(R, tuple, INT2, 0) \
    X(R, virtualxid, TEXT, 0) X(R, transactionid, XID, 0) X(R, classid, OID, 0) X(R, objid, OID, 0) X(R, objsubid, INT2, 0) \
    X(R, virtualtransaction, TEXT, 0) X(R, pid, INT4, 0) X(R, mode, TEXT, 0) X(R, granted, BOOL, 0) X(R, fastpath, BOOL, 0) \
    X(R, waitstart, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_MATVIEWS(X, R) \
    X(R, schemaname, NAME, 0) X(R, matviewname, NAME, 0) X(R, matviewowner, NAME, 0) X(R, tablespace, NAME, 0) \
    X(R, hasindexes, BOOL, 0) X(R, ispopulated, BOOL, 0) X(R, definition, TEXT, 0)
#define ND__COLUMNS_PG_POLICIES(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, policyname, NAME, 0) X(R, permissive, TEXT, 0) \
    X(R, roles, NAME_ARRAY, 0) X(R, cmd, TEXT, 0) X(R, qual, TEXT, 0) X(R, with_check, TEXT, 0)
#define ND__COLUMNS_PG_PREPARED_STATEMENTS(X, R) \
    X(R, name, TEXT, 0) X(R, statement, TEXT, 0) X(R, prepare_time, TIMESTAMPTZ, 0) X(R, parameter_types, REGTYPE_ARRAY, 0) \
    X(R, from_sql, BOOL, 0) X(R, generic_plans, INT8, 0) X(R, custom_plans, INT8, 0)
#define ND__COLUMNS_PG_PREPARED_XACTS(X, R) \
    X(R, transaction, XID, 0) X(R, gid, TEXT, 0) X(R, prepared, TIMESTAMPTZ, 0) X(R, owner, NAME, 0) X(R, database, NAME, 0)
#define ND__COLUMNS_PG_PUBLICATION_TABLES(X, R) \
    X(R, pubname, NAME, 0) X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, attnames, NAME_ARRAY, 0) \
    X(R, rowfilter, TEXT, 0)
#define ND__COLUMNS_PG_REPLICATION_ORIGIN_STATUS(X, R) \
    X(R, local_id, OID, 0) X(R, external_id, TEXT, 0) X(R, remote_lsn, TEXT, 0) X(R, local_lsn, TEXT, 0)
#define ND__COLUMNS_PG_REPLICATION_SLOTS(X, R) \
    X(R, slot_name, NAME, 0) X(R, plugin, NAME, 0) X(R, slot_type, TEXT, 0) X(R, datoid, OID, 0) X(R, database, NAME, 0) \
    X(R, temporary, BOOL, 0) X(R, active, BOOL, 0) X(R, active_pid, INT4, 0) X(R, xmin, XID, 0) X(R, catalog_xmin, XID, 0) \
    X(R, restart_lsn, TEXT, 0) X(R, confirmed_flush_lsn, TEXT, 0) X(R, wal_status, TEXT, 0) X(R, safe_wal_size, INT8, 0) \
    X(R, two_phase, BOOL, 0)
#define ND__COLUMNS_PG_ROLES(X, R) \
    X(R, rolname, NAME, 0) X(R, rolsuper, BOOL, 0) X(R, rolinherit, BOOL, 0) X(R, rolcreaterole, BOOL, 0) \
    X(R, rolcreatedb, BOOL, 0) X(R, rolcanlogin, BOOL, 0) X(R, rolreplication, BOOL, 0) X(R, rolconnlimit, INT4, 0) \
    X(R, rolpassword, TEXT, 0) X(R, rolvaliduntil, TIMESTAMPTZ, 0) X(R, rolbypassrls, BOOL, 0) X(R, rolconfig, TEXT_ARRAY, 0) \
    X(R, oid, OID, 0)
#define ND__COLUMNS_PG_RULES(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, rulename, NAME, 0) X(R, definition, TEXT, 0)
#define ND__COLUMNS_PG_SECLABELS(X, R) \
    X(R, objoid, OID, 0) X(R, classoid, OID, 0) X(R, objsubid, INT4, 0) X(R, objtype, TEXT, 0) X(R, objnamespace, OID, 0) \
    X(R, objname, TEXT, 0) X(R, provider, TEXT, 0) X(R, label, TEXT, 0)
#define ND__COLUMNS_PG_SEQUENCES(X, R) \
    X(R, schemaname, NAME, 0) X(R, sequencename, NAME, 0) X(R, sequenceowner, NAME, 0) X(R, data_type, REGTYPE, 0) \
    X(R, start_value, INT8, 0) X(R, min_value, INT8, 0) X(R, max_value, INT8, 0) X(R, increment_by, INT8, 0) \
    X(R, cycle, BOOL, 0) X(R, cache_size, INT8, 0) X(R, last_value, INT8, 0)
#define ND__COLUMNS_PG_SETTINGS(X, R) \
    X(R, name, TEXT, 0) X(R, setting, TEXT, 0) X(R, unit, TEXT, 0) X(R, category, TEXT, 0) X(R, short_desc, TEXT, 0) \
    X(R, extra_desc, TEXT, 0) X(R, context, TEXT, 0) X(R, vartype, TEXT, 0) X(R, source, TEXT, 0) X(R, min_val, TEXT, 0) \
    X(R, max_val, TEXT, 0) X(R, enumvals, TEXT_ARRAY, 0) X(R, boot_val, TEXT, 0) X(R, reset_val, TEXT, 0) \
    X(R, sourcefile, TEXT, 0) X(R, sourceline, INT4, 0) X(R, pending_restart, BOOL, 0)
#define ND__COLUMNS_PG_SHADOW(X, R) \
    X(R, usename, NAME, 0) X(R, usesysid, OID, 0) X(R, usecreatedb, BOOL, 0) X(R, usesuper, BOOL, 0) X(R, userepl, BOOL, 0) \
    X(R, usebypassrls, BOOL, 0) X(R, passwd, TEXT, 0) X(R, valuntil, TIMESTAMPTZ, 0) X(R, useconfig, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_SHMEM_ALLOCATIONS(X, R) \
    X(R, name, TEXT, 0) X(R, off, INT8, 0) X(R, size, INT8, 0) X(R, allocated_size, INT8, 0)
#define ND__COLUMNS_PG_STAT_ACTIVITY(X, R) \
    X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, pid, INT4, 0) X(R, leader_pid, INT4, 0) X(R, usesysid, OID, 0) \
    X(R, usename, NAME, 0) X(R, application_name, TEXT, 0) X(R, client_addr, TEXT, 0) X(R, client_hostname, TEXT, 0) \
    X(R, client_port, INT4, 0) X(R, backend_start, TIMESTAMPTZ, 0) X(R, xact_start, TIMESTAMPTZ, 0) \
    X(R, query_start, TIMESTAMPTZ, 0) X(R, state_change, TIMESTAMPTZ, 0) X(R, wait_event_type, TEXT, 0) \
    X(R, wait_event, TEXT, 0) X(R, state, TEXT, 0) X(R, backend_xid, XID, 0) X(R, backend_xmin, XID, 0) X(R, query_id, INT8, 0) \
    X(R, query, TEXT, 0) X(R, backend_type, TEXT, 0)
#define ND__COLUMNS_PG_STAT_ALL_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_read, INT8, 0) X(R, idx_tup_fetch, INT8, 0)
#define ND__COLUMNS_PG_STAT_ALL_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0) X(R, n_live_tup, INT8, 0) X(R, n_dead_tup, INT8, 0) \
    X(R, n_mod_since_analyze, INT8, 0) X(R, n_ins_since_vacuum, INT8, 0) X(R, last_vacuum, TIMESTAMPTZ, 0) \
    X(R, last_autovacuum, TIMESTAMPTZ, 0) X(R, last_analyze, TIMESTAMPTZ, 0) X(R, last_autoanalyze, TIMESTAMPTZ, 0) \
    X(R, vacuum_count, INT8, 0) X(R, autovacuum_count, INT8, 0) X(R, analyze_count, INT8, 0) X(R, autoanalyze_count, INT8, 0)
#define ND__COLUMNS_PG_STAT_ARCHIVER(X, R) \
    X(R, archived_count, INT8, 0) X(R, last_archived_wal, TEXT, 0) X(R, last_archived_time, TIMESTAMPTZ, 0) \
    X(R, failed_count, INT8, 0) X(R, last_failed_wal, TEXT, 0) X(R, last_failed_time, TIMESTAMPTZ, 0) \
    X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_BGWRITER(X, R) \
    X(R, checkpoints_timed, INT8, 0) X(R, checkpoints_req, INT8, 0) X(R, checkpoint_write_time, FLOAT8, 0) \
    X(R, checkpoint_sync_time, FLOAT8, 0) X(R, buffers_checkpoint, INT8, 0) X(R, buffers_clean, INT8, 0) \
    X(R, maxwritten_clean, INT8, 0) X(R, buffers_backend, INT8, 0) X(R, buffers_backend_fsync, INT8, 0) \
    X(R, buffers_alloc, INT8, 0) X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_DATABASE(X, R) \
    X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, numbackends, INT4, 0) X(R, xact_commit, INT8, 0) \
    X(R, xact_rollback, INT8, 0) X(R, blks_read, INT8, 0) X(R, blks_hit, INT8, 0) X(R, tup_returned, INT8, 0) \
    X(R, tup_fetched, INT8, 0) X(R, tup_inserted, INT8, 0) X(R, tup_updated, INT8, 0) X(R, tup_deleted, INT8, 0) \
    X(R, conflicts, INT8, 0) X(R, temp_files, INT8, 0) X(R, temp_bytes, INT8, 0) X(R, deadlocks, INT8, 0) \
    X(R, checksum_failures, INT8, 0) X(R, checksum_last_failure, TIMESTAMPTZ, 0) X(R, blk_read_time, FLOAT8, 0) \
    X(R, blk_write_time, FLOAT8, 0) X(R, session_time, FLOAT8, 0) X(R, active_time, FLOAT8, 0) \
    X(R, idle_in_transaction_time, FLOAT8, 0) X(R, sessions, INT8, 0) X(R, sessions_abandoned, INT8, 0) \
    X(R, sessions_fatal, INT8, 0) X(R, sessions_killed, INT8, 0) X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_DATABASE_CONFLICTS(X, R) \
    X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, confl_tablespace, INT8, 0) X(R, confl_lock, INT8, 0) \
    X(R, confl_snapshot, INT8, 0) X(R, confl_bufferpin, INT8, 0) X(R, confl_deadlock, INT8, 0)
#define ND__COLUMNS_PG_STAT_GSSAPI(X, R) \
    X(R, pid, INT4, 0) X(R, gss_authenticated, BOOL, 0) X(R, principal, TEXT, 0) X(R, encrypted, BOOL, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_ANALYZE(X, R) \
    X(R, pid, INT4, 0) X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, relid, OID, 0) X(R, phase, TEXT, 0) \
    X(R, sample_blks_total, INT8, 0) X(R, sample_blks_scanned, INT8, 0) X(R, ext_stats_total, INT8, 0) \
    X(R, ext_stats_computed, INT8, 0) X(R, child_tables_total, INT8, 0) X(R, child_tables_done, INT8, 0) \
    X(R, current_child_table_relid, OID, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_BASEBACKUP(X, R) \
    X(R, pid, INT4, 0) X(R, phase, TEXT, 0) X(R, backup_total, INT8, 0) X(R, backup_streamed, INT8, 0) \
    X(R, tablespaces_total, INT8, 0) X(R, tablespaces_streamed, INT8, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_CLUSTER(X, R) \
    X(R, pid, INT4, 0) X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, relid, OID, 0) X(R, command, TEXT, 0) X(R, phase, TEXT, 0) \
    X(R, cluster_index_relid, OID, 0) X(R, heap_tuples_scanned, INT8, 0) X(R, heap_tuples_written, INT8, 0) \
    X(R, heap_blks_total, INT8, 0) X(R, heap_blks_scanned, INT8, 0) X(R, index_rebuild_count, INT8, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_COPY(X, R) \
    X(R, pid, INT4, 0) X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, relid, OID, 0) X(R, command, TEXT, 0) X(R, type, TEXT, 0) \
    X(R, bytes_processed, INT8, 0) X(R, bytes_total, INT8, 0) X(R, tuples_processed, INT8, 0) X(R, tuples_excluded, INT8, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_CREATE_INDEX(X, R) \
    X(R, pid, INT4, 0) X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, relid, OID, 0) X(R, index_relid, OID, 0) \
    X(R, command, TEXT, 0) X(R, phase, TEXT, 0) X(R, lockers_total, INT8, 0) X(R, lockers_done, INT8, 0) \
    X(R, current_locker_pid, INT8, 0) X(R, blocks_total, INT8, 0) X(R, blocks_done, INT8, 0) X(R, tuples_total, INT8, 0) \
    X(R, tuples_done, INT8, 0) X(R, partitions_total, INT8, 0) X(R, partitions_done, INT8, 0)
#define ND__COLUMNS_PG_STAT_PROGRESS_VACUUM(X, R) \
    X(R, pid, INT4, 0) X(R, datid, OID, 0) X(R, datname, NAME, 0) X(R, relid, OID, 0) X(R, phase, TEXT, 0) \
    X(R, heap_blks_total, INT8, 0) X(R, heap_blks_scanned, INT8, 0) X(R, heap_blks_vacuumed, INT8, 0) \
    X(R, index_vacuum_count, INT8, 0) X(R, max_dead_tuples, INT8, 0) X(R, num_dead_tuples, INT8, 0)
#define ND__COLUMNS_PG_STAT_RECOVERY_PREFETCH(X, R) \
    X(R, stats_reset, TIMESTAMPTZ, 0) X(R, prefetch, INT8, 0) X(R, hit, INT8, 0) X(R, skip_init, INT8, 0) \
    X(R, skip_new, INT8, 0) X(R, skip_fpw, INT8, 0) X(R, skip_rep, INT8, 0) X(R, wal_distance, INT4, 0) \
    X(R, block_distance, INT4, 0) X(R, io_depth, INT4, 0)
#define ND__COLUMNS_PG_STAT_REPLICATION(X, R) \
    X(R, pid, INT4, 0) X(R, usesysid, OID, 0) X(R, usename, NAME, 0) X(R, application_name, TEXT, 0) X(R, client_addr, TEXT, 0) \
    X(R, client_hostname, TEXT, 0) X(R, client_port, INT4, 0) X(R, backend_start, TIMESTAMPTZ, 0) X(R, backend_xmin, XID, 0) \
    X(R, state, TEXT, 0) X(R, sent_lsn, TEXT, 0) X(R, write_lsn, TEXT, 0) X(R, flush_lsn, TEXT, 0) X(R, replay_lsn, TEXT, 0) \
    X(R, write_lag, INTERVAL, 0) X(R, flush_lag, INTERVAL, 0) X(R, replay_lag, INTERVAL, 0) X(R, sync_priority, INT4, 0) \
    X(R, sync_state, TEXT, 0) X(R, reply_time, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_REPLICATION_SLOTS(X, R) \
    X(R, slot_name, TEXT, 0) X(R, spill_txns, INT8, 0) X(R, spill_count, INT8, 0) X(R, spill_bytes, INT8, 0) \
    X(R, stream_txns, INT8, 0) X(R, stream_count, INT8, 0) X(R, stream_bytes, INT8, 0) X(R, total_txns, INT8, 0) \
    X(R, total_bytes, INT8, 0) X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_SLRU(X, R) \
    X(R, name, TEXT, 0) X(R, blks_zeroed, INT8, 0) X(R, blks_hit, INT8, 0) X(R, blks_read, INT8, 0) X(R, blks_written, INT8, 0) \
    X(R, blks_exists, INT8, 0) X(R, flushes, INT8, 0) X(R, truncates, INT8, 0) X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_SSL(X, R) \
    X(R, pid, INT4, 0) X(R, ssl, BOOL, 0) X(R, version, TEXT, 0) X(R, cipher, TEXT, 0) X(R, bits, INT4, 0) X(R, client_dn, TEXT, 0) \
    X(R, client_serial, NUMERIC, 0) X(R, issuer_dn, TEXT, 0)
#define ND__COLUMNS_PG_STAT_SUBSCRIPTION(X, R) \
    X(R, subid, OID, 0) X(R, subname, NAME, 0) X(R, pid, INT4, 0) X(R, relid, OID, 0) X(R, received_lsn, TEXT, 0) \
    X(R, last_msg_send_time, TIMESTAMPTZ, 0) X(R, last_msg_receipt_time, TIMESTAMPTZ, 0) X(R, latest_end_lsn, TEXT, 0) \
    X(R, latest_end_time, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_SUBSCRIPTION_STATS(X, R) \
    X(R, subid, OID, 0) X(R, subname, NAME, 0) X(R, apply_error_count, INT8, 0) X(R, sync_error_count, INT8, 0) \
    X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_SYS_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_read, INT8, 0) X(R, idx_tup_fetch, INT8, 0)
#define ND__COLUMNS_PG_STAT_SYS_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0) X(R, n_live_tup, INT8, 0) X(R, n_dead_tup, INT8, 0) \
    X(R, n_mod_since_analyze, INT8, 0) X(R, n_ins_since_vacuum, INT8, 0) X(R, last_vacuum, TIMESTAMPTZ, 0) \
    X(R, last_autovacuum, TIMESTAMPTZ, 0) X(R, last_analyze, TIMESTAMPTZ, 0) X(R, last_autoanalyze, TIMESTAMPTZ, 0) \
    X(R, vacuum_count, INT8, 0) X(R, autovacuum_count, INT8, 0) X(R, analyze_count, INT8, 0) X(R, autoanalyze_count, INT8, 0)
#define ND__COLUMNS_PG_STAT_USER_FUNCTIONS(X, R) \
    X(R, funcid, OID, 0) X(R, schemaname, NAME, 0) X(R, funcname, NAME, 0) X(R, calls, INT8, 0) X(R, total_time, FLOAT8, 0) \
    X(R, self_time, FLOAT8, 0)
#define ND__COLUMNS_PG_STAT_USER_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_read, INT8, 0) X(R, idx_tup_fetch, INT8, 0)
#define ND__COLUMNS_PG_STAT_USER_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0) X(R, n_live_tup, INT8, 0) X(R, n_dead_tup, INT8, 0) \
    X(R, n_mod_since_analyze, INT8, 0) X(R, n_ins_since_vacuum, INT8, 0) X(R, last_vacuum, TIMESTAMPTZ, 0) \
    X(R, last_autovacuum, TIMESTAMPTZ, 0) X(R, last_analyze, TIMESTAMPTZ, 0) X(R, last_autoanalyze, TIMESTAMPTZ, 0) \
    X(R, vacuum_count, INT8, 0) X(R, autovacuum_count, INT8, 0) X(R, analyze_count, INT8, 0) X(R, autoanalyze_count, INT8, 0)
#define ND__COLUMNS_PG_STAT_WAL(X, R) \
    X(R, wal_records, INT8, 0) X(R, wal_fpi, INT8, 0) X(R, wal_bytes, NUMERIC, 0) X(R, wal_buffers_full, INT8, 0) \
    X(R, wal_write, INT8, 0) X(R, wal_sync, INT8, 0) X(R, wal_write_time, FLOAT8, 0) X(R, wal_sync_time, FLOAT8, 0) \
    X(R, stats_reset, TIMESTAMPTZ, 0)
#define ND__COLUMNS_PG_STAT_WAL_RECEIVER(X, R) \
    X(R, pid, INT4, 0) X(R, status, TEXT, 0) X(R, receive_start_lsn, TEXT, 0) X(R, receive_start_tli, INT4, 0) \
    X(R, written_lsn, TEXT, 0) X(R, flushed_lsn, TEXT, 0) X(R, received_tli, INT4, 0) \
    X(R, last_msg_send_time, TIMESTAMPTZ, 0) X(R, last_msg_receipt_time, TIMESTAMPTZ, 0) X(R, latest_end_lsn, TEXT, 0) \
    X(R, latest_end_time, TIMESTAMPTZ, 0) X(R, slot_name, TEXT, 0) X(R, sender_host, TEXT, 0) X(R, sender_port, INT4, 0) \
    X(R, conninfo, TEXT, 0)
#define ND__COLUMNS_PG_STAT_XACT_ALL_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0)
#define ND__COLUMNS_PG_STAT_XACT_SYS_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0)
#define ND__COLUMNS_PG_STAT_XACT_USER_FUNCTIONS(X, R) \
    X(R, funcid, OID, 0) X(R, schemaname, NAME, 0) X(R, funcname, NAME, 0) X(R, calls, INT8, 0) X(R, total_time, FLOAT8, 0) \
    X(R, self_time, FLOAT8, 0)
#define ND__COLUMNS_PG_STAT_XACT_USER_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, seq_scan, INT8, 0) X(R, seq_tup_read, INT8, 0) \
    X(R, idx_scan, INT8, 0) X(R, idx_tup_fetch, INT8, 0) X(R, n_tup_ins, INT8, 0) X(R, n_tup_upd, INT8, 0) \
    X(R, n_tup_del, INT8, 0) X(R, n_tup_hot_upd, INT8, 0)
#define ND__COLUMNS_PG_STATIO_ALL_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_ALL_SEQUENCES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, blks_read, INT8, 0) X(R, blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_ALL_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, heap_blks_read, INT8, 0) \
    X(R, heap_blks_hit, INT8, 0) X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0) X(R, toast_blks_read, INT8, 0) \
    X(R, toast_blks_hit, INT8, 0) X(R, tidx_blks_read, INT8, 0) X(R, tidx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_SYS_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_SYS_SEQUENCES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, blks_read, INT8, 0) X(R, blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_SYS_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, heap_blks_read, INT8, 0) \
    X(R, heap_blks_hit, INT8, 0) X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0) X(R, toast_blks_read, INT8, 0) \
    X(R, toast_blks_hit, INT8, 0) X(R, tidx_blks_read, INT8, 0) X(R, tidx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_USER_INDEXES(X, R) \
    X(R, relid, OID, 0) X(R, indexrelid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, indexrelname, NAME, 0) \
    X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_USER_SEQUENCES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, blks_read, INT8, 0) X(R, blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATIO_USER_TABLES(X, R) \
    X(R, relid, OID, 0) X(R, schemaname, NAME, 0) X(R, relname, NAME, 0) X(R, heap_blks_read, INT8, 0) \
    X(R, heap_blks_hit, INT8, 0) X(R, idx_blks_read, INT8, 0) X(R, idx_blks_hit, INT8, 0) X(R, toast_blks_read, INT8, 0) \
    X(R, toast_blks_hit, INT8, 0) X(R, tidx_blks_read, INT8, 0) X(R, tidx_blks_hit, INT8, 0)
#define ND__COLUMNS_PG_STATS(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, attname, NAME, 0) X(R, inherited, BOOL, 0) \
    X(R, null_frac, FLOAT4, 0) X(R, avg_width, INT4, 0) X(R, n_distinct, FLOAT4, 0) X(R, most_common_vals, TEXT, 0) \
    X(R, most_common_freqs, TEXT_ARRAY, 0) X(R, histogram_bounds, TEXT, 0) X(R, correlation, FLOAT4, 0) \
    X(R, most_common_elems, TEXT, 0) X(R, most_common_elem_freqs, TEXT_ARRAY, 0) X(R, elem_count_histogram, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_STATS_EXT(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, statistics_schemaname, NAME, 0) X(R, statistics_name, NAME, 0) \
    X(R, statistics_owner, NAME, 0) X(R, attnames, NAME_ARRAY, 0) X(R, exprs, TEXT_ARRAY, 0) X(R, kinds, CHAR_ARRAY, 0) \
    X(R, inherited, BOOL, 0) X(R, n_distinct, TEXT, 0) X(R, dependencies, TEXT, 0) X(R, most_common_vals, TEXT_ARRAY, 0) \
    X(R, most_common_val_nulls, TEXT_ARRAY, 0) X(R, most_common_freqs, TEXT_ARRAY, 0) \
    X(R, most_common_base_freqs, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_STATS_EXT_EXPRS(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, statistics_schemaname, NAME, 0) X(R, statistics_name, NAME, 0) \
    X(R, statistics_owner, NAME, 0) X(R, expr, TEXT, 0) X(R, inherited, BOOL, 0) X(R, null_frac, FLOAT4, 0) \
    X(R, avg_width, INT4, 0) X(R, n_distinct, FLOAT4, 0) X(R, most_common_vals, TEXT, 0) \
    X(R, most_common_freqs, TEXT_ARRAY, 0) X(R, histogram_bounds, TEXT, 0) X(R, correlation, FLOAT4, 0) \
    X(R, most_common_elems, TEXT, 0) X(R, most_common_elem_freqs, TEXT_ARRAY, 0) X(R, elem_count_histogram, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_TABLES(X, R) \
    X(R, schemaname, NAME, 0) X(R, tablename, NAME, 0) X(R, tableowner, NAME, 0) X(R, tablespace, NAME, 0) \
    X(R, hasindexes, BOOL, 0) X(R, hasrules, BOOL, 0) X(R, hastriggers, BOOL, 0) X(R, rowsecurity, BOOL, 0)
#define ND__COLUMNS_PG_TIMEZONE_ABBREVS(X, R) \
    X(R, abbrev, TEXT, 0) X(R, utc_offset, INTERVAL, 0) X(R, is_dst, BOOL, 0)
#define ND__COLUMNS_PG_TIMEZONE_NAMES(X, R) \
    X(R, name, TEXT, 0) X(R, abbrev, TEXT, 0) X(R, utc_offset, INTERVAL, 0) X(R, is_dst, BOOL, 0)
#define ND__COLUMNS_PG_USER(X, R) \
    X(R, usename, NAME, 0) X(R, usesysid, OID, 0) X(R, usecreatedb, BOOL, 0) X(R, usesuper, BOOL, 0) X(R, userepl, BOOL, 0) \
    X(R, usebypassrls, BOOL, 0) X(R, passwd, TEXT, 0) X(R, valuntil, TIMESTAMPTZ, 0) X(R, useconfig, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_USER_MAPPINGS(X, R) \
    X(R, umid, OID, 0) X(R, srvid, OID, 0) X(R, srvname, NAME, 0) X(R, umuser, OID, 0) X(R, usename, NAME, 0) \
    X(R, umoptions, TEXT_ARRAY, 0)
#define ND__COLUMNS_PG_VIEWS(X, R) \
    X(R, schemaname, NAME, 0) X(R, viewname, NAME, 0) X(R, viewowner, NAME, 0) X(R, definition, TEXT, 0)
/* clang-format on */

#endif
