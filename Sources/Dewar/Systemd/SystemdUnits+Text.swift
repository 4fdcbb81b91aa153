extension SystemdUnits {
    /// The service, whole and commented.
    public var service: String {
        """
        # An application under systemd: started with its socket, restarted when it ends or hangs, and with
        # no right beyond answering requests. Generated: "\(programName) systemd" prints it.
        [Unit]
        Description=The \(name) application
        Documentation=file:\(folder)/README.md
        Requires=\(name).socket
        After=\(name).socket network.target

        [Service]
        Type=notify
        NotifyAccess=main
        # One process of many threads. With several (--workers 2, say) systemctl reload replaces them one by
        # one: take the comment from ExecReload then.
        ExecStart=\(program)
        #ExecReload=/bin/kill -HUP $MAINPID
        Restart=always
        RestartSec=100ms
        # The service says every 15 s that a thread of it is free; without that it is started anew.
        WatchdogSec=30s
        # The master, if there is one, tells its workers; all of them are ended after the graceful timeout.
        KillMode=mixed
        TimeoutStopSec=40s

        # A user of its own, who owns nothing but /var/lib/\(name).
        User=\(user)
        Group=\(user)
        UMask=0077
        StateDirectory=\(name)
        WorkingDirectory=/var/lib/\(name)

        # Nothing to gain: no rights, no devices, no other user's files or processes.
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        AmbientCapabilities=
        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes
        PrivateDevices=yes
        PrivateUsers=yes
        ProtectProc=invisible
        ProcSubset=pid
        ProtectClock=yes
        ProtectHostname=yes
        ProtectControlGroups=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        MemoryDenyWriteExecute=yes
        RemoveIPC=yes
        KeyringMode=private
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged @resources
        SystemCallErrorNumber=EPERM

        # Where it may connect to: local sockets. Take the comment from the second line for databases and
        # services on the network.
        RestrictAddressFamilies=AF_UNIX AF_NETLINK
        #RestrictAddressFamilies=AF_INET AF_INET6
        IPAddressDeny=any
        #IPAddressAllow=192.0.2.0/24

        # So that a mistake in the application does not take the machine with it.
        LimitNOFILE=65536
        TasksMax=2048
        MemoryMax=1G
        OOMPolicy=continue

        [Install]
        WantedBy=multi-user.target

        """
    }

    /// The socket, which stays open while the service restarts.
    public var socket: String {
        """
        # The socket of the application. systemd keeps it while the service restarts: requests wait in the
        # kernel's queue, and none is lost. Generated: "\(programName) systemd --socket-unit" prints it.
        [Unit]
        Description=FastCGI socket of the \(name) application

        [Socket]
        ListenStream=\(socketPath)
        # Who connects can forge every parameter of a request: nginx, and nobody else.
        SocketUser=\(user)
        SocketGroup=www-data
        SocketMode=0660
        DirectoryMode=0755
        Backlog=4096

        [Install]
        WantedBy=sockets.target

        """
    }

    private var programName: String { program.fileName }

    private var folder: String { program.parentFolder }
}
