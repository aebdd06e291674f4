#Requires -Version 2.0

<#
.SYNOPSIS
    Looks whether relay is mended and nothing else was changed. It changes nothing.
.DESCRIPTION
    Run it in the Exchange Management Shell, and again in a window of its own after
    Connect-ExchangeOnline: it tells by the shell which side it looks at.
    -Folder: where the scripts saved the state before (the same as theirs).
    -Since: sessions of the log count from then on, UTC, such as 2026-11-02T14:30; else
    from the newest saved state on, else of the last 24 hours.
    Lines begin with OK, WRONG, LOOK (a person has to) or BY HAND.
    Exit code: 0 verified, 1 something is wrong, 2 it could not look, 3 a person has to look.
#>
[CmdletBinding()]
param (
    [string]$Folder = '.',
    [string]$Since = ''
)

$ErrorActionPreference = 'Stop'
$good = 0
$wrong = 0
$look = 0

# What was read may hold characters that steer a console.
function Get-SafeText {
    param (
        $Value
    )

    return [regex]::Replace([string]$Value, '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', '?')
}
function Show-Line {
    param (
        $Text
    )

    Write-Host (Get-SafeText -Value $Text)
}
# Any value as one text: nothing, one, or several in a fixed order.
function Get-ValueText {
    param (
        $Value
    )

    return @($Value | ForEach-Object { [string]$_ } | Sort-Object) -join ', '
}
function Test-Same {
    param (
        $Left,
        $Right
    )

    return [string]::Equals((Get-ValueText -Value $Left), (Get-ValueText -Value $Right), [System.StringComparison]::OrdinalIgnoreCase)
}
function Write-Good {
    param (
        $Text
    )

    $script:good = $script:good + 1
    Show-Line -Text ('OK     {0}' -f $Text)
}
function Write-Wrong {
    param (
        $Text
    )

    $script:wrong = $script:wrong + 1
    Show-Line -Text ('WRONG  {0}' -f $Text)
}
function Write-Look {
    param (
        $Text
    )

    $script:look = $script:look + 1
    Show-Line -Text ('LOOK   {0}' -f $Text)
}
function Stop-Script {
    param (
        $Reason
    )

    Show-Line -Text ('COULD NOT LOOK: {0}' -f $Reason)
    exit 2
}

try {
    if ((Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue) -and (Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'both shells are loaded in this window. Run it once in the Exchange Management Shell and once in a window of its own after Connect-ExchangeOnline.'
    } elseif ((Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue)) {
        function Get-ServerName {
            param (
                $Value
            )

            $Value | ForEach-Object { ([string]$_).Split('/')[-1].Split('.')[0] }
        }
        function Get-DefaultSmtp {
            param ()

            if ((Get-Command -Name 'Get-TransportService' -ErrorAction SilentlyContinue)) {
                $services = Get-TransportService -ErrorAction SilentlyContinue -ErrorVariable failures
                if ((-not $?) -or ($failures.Count -gt 0)) {
                    Stop-Script -Reason ('{0} failed: {1}' -f 'Get-TransportService', ([string]$failures))
                }
            } else {
                $services = Get-TransportServer -ErrorAction SilentlyContinue -ErrorVariable failures
                if ((-not $?) -or ($failures.Count -gt 0)) {
                    Stop-Script -Reason ('{0} failed: {1}' -f 'Get-TransportServer', ([string]$failures))
                }
            }
            $services | Select-Object Name,InternalTransportCertificateThumbprint
        }
        function Find-SendConnector {
            param (
                [string]$Name
            )

            $everything = Get-SendConnector -ErrorAction SilentlyContinue -ErrorVariable failures
            if ((-not $?) -or ($failures.Count -gt 0)) {
                Stop-Script -Reason ('{0} failed: {1}' -f 'Get-SendConnector', ([string]$failures))
            }
            $everything | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Name, [string]$Name, [System.StringComparison]::Ordinal) }
        }
        function Get-StateText {
            param (
                $Connector
            )

            return 'Enabled={0}; AddressSpaces={1}; SmartHosts={2}; SourceTransportServers={3}; TlsCertificateName={4}; Fqdn={5}; RequireTLS={6}; CloudServicesMailEnabled={7}' -f (Get-ValueText -Value $Connector.Enabled), (Get-ValueText -Value $Connector.AddressSpaces), (Get-ValueText -Value $Connector.SmartHosts), (Get-ValueText -Value $Connector.SourceTransportServers), (Get-ValueText -Value $Connector.TlsCertificateName), (Get-ValueText -Value $Connector.Fqdn), (Get-ValueText -Value $Connector.RequireTLS), (Get-ValueText -Value $Connector.CloudServicesMailEnabled)
        }
        $states = @(Get-ChildItem -Path $Folder -ErrorAction SilentlyContinue | Where-Object { ($_.Name -like 'relay-doctor-before-*') -and ((Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'send-connectors.xml')) -or (Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'inbound-connectors.xml'))) } | Sort-Object CreationTimeUtc)
        $start = [DateTime]::UtcNow.AddHours(-24)
        if ($states.Count -gt 0) {
            $start = $states[-1].CreationTimeUtc
        }
        if ($Since -eq '') {
            $Since = $start.ToString('yyyy-MM-ddTHH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture)
        }
        $saved = @($states | Where-Object { (($_.Name -like 'relay-doctor-before-on-premises-*') -and (Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'send-connectors.xml'))) -and (Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'default-smtp-certificates.xml')) } | Sort-Object Name)
        $changedNames = @()

        Show-Line -Text 'The certificate on the source servers'
        $thumbprint = 'FF6315FFD8449AAA72BC8E01DB3103CA4F56253D'
        $connectors = @('Outbound to Office 365 - 7c1d5e90-2b64-4f0a-8e37-a95d1f6b0c28', 'Relay through Exchange Online')
        foreach ($name in $connectors) {
            $found = @(Find-SendConnector -Name $name)
            if ($found.Count -eq 1) {
                foreach ($server in @(Get-ServerName -Value $found[0].SourceTransportServers)) {
                    $listed = Get-ExchangeCertificate -Server $server -ErrorAction SilentlyContinue -ErrorVariable failures
                    if ((-not $?) -or ($failures.Count -gt 0)) {
                        Write-Look -Text ('{0} could not be asked for the certificate {1}.' -f $server, $thumbprint)
                    } else {
                        $here = @($listed | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Thumbprint, [string]$thumbprint, [System.StringComparison]::Ordinal) })
                        if ((($here.Count -eq 1) -and $here[0].HasPrivateKey) -and ([string]$here[0].Services -like '*SMTP*')) {
                            Write-Good -Text ('{0} has the certificate {1}, with key and SMTP.' -f $server, $thumbprint)
                        } else {
                            Write-Wrong -Text ('{0} does not have the certificate {1} with its private key and SMTP.' -f $server, $thumbprint)
                        }
                    }
                }
            } else {
                Write-Look -Text ('{0}: {1} Send connectors have this name.' -f $name, $found.Count)
            }
        }

        Show-Line -Text 'The send logs of this server; run this on every source server.'
        $ownDomains = @('contoso.com', 'contoso.mail.onmicrosoft.com', 'contoso.onmicrosoft.com', 'onmicrosoft.com')
        $tenantConnectors = @('Outbound to Office 365 - 7c1d5e90-2b64-4f0a-8e37-a95d1f6b0c28', 'Relay through Exchange Online')
        function Test-Outside {
            param (
                [string]$Domain
            )

            foreach ($own in $ownDomains) {
                if (('.' + $Domain).EndsWith(('.' + $own), [System.StringComparison]::OrdinalIgnoreCase)) {
                    return $false
                }
            }
            return $true
        }
        $logPaths = @()
        if ((Get-Command -Name 'Get-TransportService' -ErrorAction SilentlyContinue)) {
            $service = Get-TransportService -Identity $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable failures
            $unread = (-not $?) -or ($failures.Count -gt 0)
            if ((-not $unread) -and ([string]$service.SendProtocolLogPath -ne '')) {
                $logPaths = $logPaths + [string]$service.SendProtocolLogPath
            }
        } else {
            $service = Get-TransportServer -Identity $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable failures
            $unread = (-not $?) -or ($failures.Count -gt 0)
            if ((-not $unread) -and ([string]$service.SendProtocolLogPath -ne '')) {
                $logPaths = $logPaths + [string]$service.SendProtocolLogPath
            }
        }
        # With FrontendProxyEnabled the session to Exchange Online is in the log of Front End.
        if ((Get-Command -Name 'Get-FrontendTransportService' -ErrorAction SilentlyContinue)) {
            $service = Get-FrontendTransportService -Identity $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable failures
            $unread = (-not $?) -or ($failures.Count -gt 0)
            if ((-not $unread) -and ([string]$service.SendProtocolLogPath -ne '')) {
                $logPaths = $logPaths + [string]$service.SendProtocolLogPath
            }
        }
        $logs = @()
        $newest = @()
        foreach ($logPath in $logPaths) {
            $listed = @(Get-ChildItem -Path $logPath -Filter '*.LOG' -ErrorAction SilentlyContinue | Sort-Object LastWriteTimeUtc -Descending)
            $logs = $logs + $listed
            # The log that is open may show an old time: the two newest are always read.
            $newest = $newest + @($listed | Select-Object -First 2 | ForEach-Object { $_.FullName })
        }
        $logs = @($logs | Sort-Object LastWriteTimeUtc -Descending)
        if ($logs.Count -eq 0) {
            Write-Look -Text 'No send log of this server was found: run this on each source server, and see that protocol logging is on.'
        } else {
            $rows = @()
            $recent = @($logs | Where-Object { ($newest -contains $_.FullName) -or ([string]::CompareOrdinal($_.LastWriteTimeUtc.ToString('yyyy-MM-ddTHH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture), $Since) -ge 0) })
            $read = @($recent | Select-Object -First 200)
            Show-Line -Text ('Read are {0} of {2} log files in {3}, the newest first; what counts is from {4} (UTC) on.' -f $read.Count, $recent.Count, $logs.Count, ($logPaths -join ', '), $Since)
            if ($recent.Count -gt $read.Count) {
                Write-Look -Text ('{1} log files were written since {4} (UTC), and only the {0} newest are read: give a later -Since.' -f $read.Count, $recent.Count, $logs.Count, ($logPaths -join ', '), $Since)
            }
            foreach ($log in $read) {
                $lines = @(Select-String -Path $log.FullName -Pattern $thumbprint,'mail.protection.outlook.com','mail.eo.outlook.com','mail.protection.office365.us','mail.protection.partner.outlook.cn','mx.microsoft','RCPT TO:<','250 2.1.5','5.7.64' -SimpleMatch -ErrorAction SilentlyContinue -ErrorVariable failures | Where-Object { [string]::CompareOrdinal($_.Line, $Since) -gt 0 } | ForEach-Object { $_.Line })
                if ($failures.Count -gt 0) {
                    Write-Look -Text ('{0} could not be read.' -f $log.Name)
                }
                $rows = $rows + @($lines | ConvertFrom-Csv -Header Time,Connector,Session,Sequence,Local,Remote,Event,Data,Context)
            }
            $sent = 0
            $ours = 0
            $passed = 0
            $proved = 0
            foreach ($session in @($rows | Group-Object -Property Session)) {
                $group = @($session.Group)
                $shown = @($group | Where-Object { [string]::Equals([string]$_.Event, '*', [System.StringComparison]::Ordinal) -and ((([string]$_.Data).IndexOf($thumbprint, [System.StringComparison]::OrdinalIgnoreCase) -ge 0) -or (([string]$_.Context).IndexOf($thumbprint, [System.StringComparison]::OrdinalIgnoreCase) -ge 0)) })
                $greeted = @($group | Where-Object { [string]::Equals([string]$_.Event, '<', [System.StringComparison]::Ordinal) -and [regex]::IsMatch([string]$_.Data, '(?i)^2[25]0[- ] ?[^ ]+\.(mail\.protection\.outlook\.com|mail\.eo\.outlook\.com|mail\.protection\.office365\.us|mail\.protection\.partner\.outlook\.cn|mx\.microsoft)( |$)') })
                $asked = @($group | Where-Object { [string]::Equals([string]$_.Event, '>', [System.StringComparison]::Ordinal) -and ([string]$_.Data -like 'RCPT TO:<*') })
                $accepted = @($group | Where-Object { [string]::Equals([string]$_.Event, '<', [System.StringComparison]::Ordinal) -and ([string]$_.Data -like '250 2.1.5*') })
                $outside = @($asked | Where-Object { [string]::Equals([string]$_.Event, '>', [System.StringComparison]::Ordinal) -and ([regex]::IsMatch([string]$_.Data, '^RCPT TO:<[^ ]*@([^@> ]+)>.*$') -and (Test-Outside -Domain ([regex]::Replace([string]$_.Data, '^RCPT TO:<[^ ]*@([^@> ]+)>.*$', '$1')))) })
                if ($shown.Count -gt 0) {
                    $sent = $sent + 1
                    if (($greeted.Count -gt 0) -and ($tenantConnectors -contains [string]$group[0].Connector)) {
                        $ours = $ours + 1
                        if (($asked.Count -gt 0) -and ($asked.Count -eq $accepted.Count)) {
                            $passed = $passed + 1
                            if ($outside.Count -gt 0) {
                                $proved = $proved + 1
                            }
                        }
                    }
                }
            }
            $refused = @($rows | Where-Object { [string]::Equals([string]$_.Event, '<', [System.StringComparison]::Ordinal) -and [regex]::IsMatch([string]$_.Data, '(?<![0-9.])5\.7\.64(?!\.?[0-9])') })
            if ($refused.Count -gt 0) {
                Write-Wrong -Text ('5.7.64 stands in the send logs after {1} (UTC), in {6} replies. If that was before the change took effect, give a later -Since.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            } elseif ($sent -eq 0) {
                Write-Look -Text ('No session with {0} after {1} (UTC): send a message to an outside recipient, then run this again.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            } elseif ($ours -eq 0) {
                Write-Look -Text ('{2} sessions sent {0} after {1} (UTC), none of them to Exchange Online Protection by a Send connector that is known to lead to the tenant: that proves nothing. Send a message to an outside recipient, then run this again.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            } elseif ($passed -eq 0) {
                Write-Look -Text ('{3} sessions to the tenant sent {0} after {1} (UTC), and in none of them were all recipients accepted: look in the log why.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            } elseif ($proved -eq 0) {
                Write-Look -Text ('{4} sessions to the tenant sent {0} after {1} (UTC), all recipients in accepted domains: such mail passes without relay and proves nothing. Send a message to an outside recipient, then run this again.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            } else {
                Write-Good -Text ('{5} sessions to the tenant sent {0} after {1} (UTC), outside recipients were accepted, and no 5.7.64.' -f $thumbprint, $Since, $sent, $ours, $passed, $proved, $refused.Count)
            }
        }
        $oldest = ''
        foreach ($state in $saved) {
            if ($oldest -eq '') {
                $candidate = $state.FullName
                try {
                    $before = @(Import-Clixml -Path (Join-Path -Path $candidate -ChildPath 'send-connectors.xml'))
                    $defaultsBefore = @(Import-Clixml -Path (Join-Path -Path $candidate -ChildPath 'default-smtp-certificates.xml'))
                    $oldest = $candidate
                } catch {
                    Write-Look -Text ('The state saved in {0} cannot be read, as when a file was half written, and is passed over: {1}' -f $candidate, $_.Exception.Message)
                }
            }
        }
        if ($oldest -ne '') {
            foreach ($one in $before) {
                if ($one -ne $null) {
                    $now = @(Find-SendConnector -Name ([string]$one.Name))
                    if ($now.Count -ne 1) {
                        if (-not ($changedNames -contains [string]$one.Name)) {
                            Write-Wrong -Text ('{0} was there before and is gone.' -f $one.Name)
                        }
                    } elseif ($changedNames -contains [string]$one.Name) {
                        if ((Test-Same -Left $now[0].CloudServicesMailEnabled -Right $one.CloudServicesMailEnabled)) {
                            Write-Good -Text ('{0}: CloudServicesMailEnabled is as before.' -f $one.Name)
                        } else {
                            Write-Wrong -Text ('{0}: CloudServicesMailEnabled is no longer as before, so mail between both sides is not internal.' -f $one.Name)
                        }
                    } elseif ((Test-Same -Left (Get-StateText -Connector $one) -Right (Get-StateText -Connector $now[0]))) {
                        Write-Good -Text ('{0} is as before.' -f $one.Name)
                    } else {
                        Write-Look -Text ('{0} was changed. Before: {1} Now: {2}' -f $one.Name, (Get-StateText -Connector $one), (Get-StateText -Connector $now[0]))
                    }
                }
            }
            $defaults = @(Get-DefaultSmtp)
            foreach ($one in $defaultsBefore) {
                if ($one -ne $null) {
                    $now = @($defaults | Where-Object { (Test-Same -Left $_.Name -Right $one.Name) } | ForEach-Object { $_.InternalTransportCertificateThumbprint })
                    if ((Test-Same -Left $now -Right $one.InternalTransportCertificateThumbprint)) {
                        Write-Good -Text ('{0}: the default SMTP certificate is as before.' -f $one.Name)
                    } else {
                        Write-Wrong -Text ('{0}: the default SMTP certificate was {1} and is now {2}.' -f $one.Name, $one.InternalTransportCertificateThumbprint, (Get-ValueText -Value $now))
                    }
                }
            }
        } else {
            Write-Look -Text 'No complete saved state was found in the folder given by -Folder: whether other connectors are as before was not compared.'
        }
        Show-Line -Text 'BY HAND Send a message from an on-premises mailbox to a cloud mailbox: its header must say X-MS-Exchange-Organization-AuthAs: Internal.'
    } elseif ((Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        function Find-InboundConnector {
            param (
                [string]$Name
            )

            $everything = Get-InboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures
            if ((-not $?) -or ($failures.Count -gt 0)) {
                Stop-Script -Reason ('{0} failed: {1}' -f 'Get-InboundConnector', ([string]$failures))
            }
            $everything | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Name, [string]$Name, [System.StringComparison]::Ordinal) }
        }
        function Get-StateText {
            param (
                $Connector
            )

            return 'Enabled={0}; ConnectorType={1}; TlsSenderCertificateName={2}; SenderIPAddresses={3}; SenderDomains={4}; AssociatedAcceptedDomains={5}; RequireTls={6}; CloudServicesMailEnabled={7}' -f (Get-ValueText -Value $Connector.Enabled), (Get-ValueText -Value $Connector.ConnectorType), (Get-ValueText -Value $Connector.TlsSenderCertificateName), (Get-ValueText -Value $Connector.SenderIPAddresses), (Get-ValueText -Value $Connector.SenderDomains), (Get-ValueText -Value $Connector.AssociatedAcceptedDomains), (Get-ValueText -Value $Connector.RequireTls), (Get-ValueText -Value $Connector.CloudServicesMailEnabled)
        }
        $states = @(Get-ChildItem -Path $Folder -ErrorAction SilentlyContinue | Where-Object { ($_.Name -like 'relay-doctor-before-*') -and ((Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'send-connectors.xml')) -or (Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'inbound-connectors.xml'))) } | Sort-Object CreationTimeUtc)
        $start = [DateTime]::UtcNow.AddHours(-24)
        if ($states.Count -gt 0) {
            $start = $states[-1].CreationTimeUtc
        }
        if ($Since -eq '') {
            $Since = $start.ToString('yyyy-MM-ddTHH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture)
        }
        $saved = @($states | Where-Object { ($_.Name -like 'relay-doctor-before-exchange-online-*') -and (Test-Path -LiteralPath (Join-Path -Path $_.FullName -ChildPath 'inbound-connectors.xml')) } | Sort-Object Name)
        $changedNames = @()

        Show-Line -Text 'What the wizard wrote'
        $identity = 'Inbound from 3f2a8c1e-6b70-4d52-9a18-c4d9e07b5f31'
        $expectedNames = @('smtp.contoso.com', '*.contoso.com')
        $found = @(Find-InboundConnector -Name $identity)
        if ($found.Count -ne 1) {
            Write-Look -Text ('{0} connectors are named {1}.' -f $found.Count, $identity)
        } elseif ($expectedNames -contains [string]$found[0].TlsSenderCertificateName) {
            Write-Good -Text ('{0}: TlsSenderCertificateName is {1}' -f $identity, ([string]$found[0].TlsSenderCertificateName))
        } else {
            Write-Wrong -Text ('{0}: TlsSenderCertificateName is {1}, which is not a name on the certificate.' -f $identity, ([string]$found[0].TlsSenderCertificateName))
        }
        $oldest = ''
        foreach ($state in $saved) {
            if ($oldest -eq '') {
                $candidate = $state.FullName
                try {
                    $before = @(Import-Clixml -Path (Join-Path -Path $candidate -ChildPath 'inbound-connectors.xml'))
                    $oldest = $candidate
                } catch {
                    Write-Look -Text ('The state saved in {0} cannot be read, as when a file was half written, and is passed over: {1}' -f $candidate, $_.Exception.Message)
                }
            }
        }
        if ($oldest -ne '') {
            foreach ($one in $before) {
                if ($one -ne $null) {
                    $now = @(Find-InboundConnector -Name ([string]$one.Name))
                    if ($now.Count -ne 1) {
                        if (-not ($changedNames -contains [string]$one.Name)) {
                            Write-Wrong -Text ('{0} was there before and is gone.' -f $one.Name)
                        }
                    } elseif ($changedNames -contains [string]$one.Name) {
                        if ((Test-Same -Left $now[0].CloudServicesMailEnabled -Right $one.CloudServicesMailEnabled)) {
                            Write-Good -Text ('{0}: CloudServicesMailEnabled is as before.' -f $one.Name)
                        } else {
                            Write-Wrong -Text ('{0}: CloudServicesMailEnabled is no longer as before, so mail between both sides is not internal.' -f $one.Name)
                        }
                    } elseif ((Test-Same -Left (Get-StateText -Connector $one) -Right (Get-StateText -Connector $now[0]))) {
                        Write-Good -Text ('{0} is as before.' -f $one.Name)
                    } else {
                        Write-Look -Text ('{0} was changed. Before: {1} Now: {2}' -f $one.Name, (Get-StateText -Connector $one), (Get-StateText -Connector $now[0]))
                    }
                }
            }
        } else {
            Write-Look -Text 'No complete saved state was found in the folder given by -Folder: whether other connectors are as before was not compared.'
        }

        Show-Line -Text 'Relayed mail in the message trace'
        $addresses = @('203.0.113.7')
        if ((Get-Command -Name 'Get-MessageTraceV2' -ErrorAction SilentlyContinue)) {
            $traceStart = $start
            if ($start -lt [DateTime]::UtcNow.AddDays(-9)) {
                $traceStart = [DateTime]::UtcNow.AddDays(-9)
            }
            $accepted = Get-AcceptedDomain -ErrorAction SilentlyContinue -ErrorVariable failures
            $unread = (-not $?) -or ($failures.Count -gt 0)
            $traced = Get-MessageTraceV2 -StartDate $traceStart -EndDate ([DateTime]::UtcNow) -ResultSize 5000 -ErrorAction SilentlyContinue -ErrorVariable failures
            $unread = $unread -or ((-not $?) -or ($failures.Count -gt 0))
            $domains = @($accepted | ForEach-Object { [string]$_.DomainName })
            $relayed = @($traced | Where-Object { ((($_ -ne $null) -and ($addresses -contains [string]$_.FromIP)) -and ($domains -notcontains ([string]$_.RecipientAddress).Split('@')[-1])) -and (Test-Same -Left $_.Status -Right 'Delivered') })
            if ($unread) {
                Write-Look -Text 'The message trace could not be read.'
            } else {
                if ($relayed.Count -gt 0) {
                    Write-Good -Text ('{0} messages from your servers were delivered to outside recipients.' -f $relayed.Count)
                } else {
                    Write-Look -Text 'No relayed mail in the message trace yet. It lags by minutes: send a message to an outside recipient, wait, then run this again.'
                }
            }
        } else {
            Write-Look -Text 'This session has no Get-MessageTraceV2: look in the message trace for mail from your servers to outside recipients.'
        }
        Show-Line -Text 'BY HAND Send a message from an on-premises mailbox to a cloud mailbox: its header must say X-MS-Exchange-Organization-AuthAs: Internal.'
    } else {
        Stop-Script -Reason 'neither the Exchange Management Shell nor Exchange Online PowerShell is loaded: run it once in each.'
    }

    if ($wrong -gt 0) {
        Show-Line -Text ('NOT VERIFIED: {1} wrong, {2} to look at, {0} right.' -f $good, $wrong, $look)
        exit 1
    } elseif ($look -gt 0) {
        Show-Line -Text ('UNDECIDED: {2} for a person to look at, {0} right.' -f $good, $wrong, $look)
        exit 3
    } else {
        Show-Line -Text ('VERIFIED: {0} right.' -f $good, $wrong, $look)
        exit 0
    }
} catch {
    Stop-Script -Reason ('something unforeseen happened: {0}' -f $_.Exception.Message)
}
