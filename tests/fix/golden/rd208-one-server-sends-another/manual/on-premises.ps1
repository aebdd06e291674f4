#Requires -Version 2.0

<#
.SYNOPSIS
    Mends the relay of mail through Microsoft 365, step by step, each with a guard.
.DESCRIPTION
    For the Exchange Management Shell on an Exchange server (2010 and later).
    Run it with -WhatIf first: it then changes and writes nothing.
    Each step stops when the live value is no longer the one that was diagnosed.
    Steps that a person has to decide are left out unless their switch is given;
    CHECKLIST.md says what to look at. A second run skips what is done already.
    -Folder: where the state before and a transcript are saved.
    Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param (
    [string]$Folder = '.',
    [switch]$TakeServersOut,
    [switch]$EnableSmtp,
    [switch]$PutServersBack
)

$ErrorActionPreference = 'Stop'
$changed = 0
$already = 0
$declined = 0
$logging = $false

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
function Close-Log {
    param ()

    if ($logging) {
        try {
            Stop-Transcript | Out-Null
        } catch {
            Show-Line -Text 'The transcript could not be closed.'
        }
    }
}
function Stop-Script {
    param (
        $Reason
    )

    Show-Line -Text ('Changed by this run before it ended: {0}.' -f $changed)
    Show-Line -Text ('STOPPED: {0}' -f $Reason)
    Close-Log
    exit 2
}
function Stop-Failed {
    param (
        $Reason
    )

    Show-Line -Text ('Changed by this run before it ended: {0}.' -f $changed)
    Show-Line -Text ('FAILED: {0}' -f $Reason)
    Close-Log
    exit 1
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

try {
    # Guard: the Exchange Management Shell, and only that.
    if ((Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'Exchange Online PowerShell is loaded in this window. Open the Exchange Management Shell in a window of its own.'
    }
    if (-not (Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'this is not the Exchange Management Shell. Open it on an Exchange server and run the script there.'
    }

    # The state before, and a transcript, in a folder of this run.
    $beforeFolder = (Join-Path -Path $Folder -ChildPath ('{0}{1}' -f 'relay-doctor-before-on-premises-', [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)))
    if (-not $WhatIfPreference) {
        try {
            New-Item -ItemType Directory -Path $beforeFolder | Out-Null
        } catch {
            Stop-Script -Reason ('the folder {0} could not be made: {1}' -f $beforeFolder, $_.Exception.Message)
        }
        try {
            Start-Transcript -Path (Join-Path -Path $beforeFolder -ChildPath 'transcript.txt') | Out-Null
            $logging = $true
        } catch {
            Show-Line -Text 'This host keeps no transcript: keep what it shows.'
        }
        $everything = Get-SendConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-SendConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'send-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'send-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'send-connectors.xml')
        }
        $everything = Get-ReceiveConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-ReceiveConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'receive-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'receive-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'receive-connectors.xml')
        }
        $everything = Get-DefaultSmtp
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'default-smtp-certificates.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'default-smtp-certificates.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'default-smtp-certificates.xml')
        }
        Show-Line -Text ('The state before was saved in {0}.' -f $beforeFolder)
    } else {
        Show-Line -Text 'PREVIEW: the state before is not saved, and nothing is changed.'
    }

    Show-Line -Text 'Step 3 of the checklist: take-servers-out'
    if ($TakeServersOut) {
        $identity = 'To Exchange Online'
        # What must be there now, and what it becomes.
        $current = @{ SourceTransportServers = @('EX01', 'EX02') }
        $wanted = @{ SourceTransportServers = @('EX01') }
        $found = @(Find-SendConnector -Name $identity)
        if ($found.Count -ne 1) {
            Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
        }
        $before = $found[0]
        if ((Test-Same -Left (Get-ServerName -Value $before.SourceTransportServers) -Right (Get-ServerName -Value $wanted.SourceTransportServers))) {
            $already = $already + 1
            Show-Line -Text 'It is as wanted already.'
        } elseif ((Test-Same -Left (Get-ServerName -Value $before.SourceTransportServers) -Right (Get-ServerName -Value $current.SourceTransportServers))) {
            if ($PSCmdlet.ShouldProcess((Get-SafeText -Value $identity), (Get-SafeText -Value (@(('{0} = {1}' -f 'SourceTransportServers', (Get-ValueText -Value $wanted.SourceTransportServers))) -join '; ')))) {
                try {
                    $null = Set-SendConnector -Identity $identity -SourceTransportServers $wanted.SourceTransportServers -ErrorAction Continue -ErrorVariable failures
                    if ((-not $?) -or ($failures.Count -gt 0)) {
                        Show-Line -Text 'The cmdlet reported an error. What is read back now decides.'
                    }
                } catch {
                    Show-Line -Text ('The cmdlet refused: {0}' -f $_.Exception.Message)
                }
                $proven = $false
                foreach ($attempt in @(1, 2, 3)) {
                    if (-not $proven) {
                        if ($attempt -gt 1) {
                            Start-Sleep -Seconds 5
                        }
                        $after = @(Find-SendConnector -Name $identity)
                        $proven = ($after.Count -eq 1) -and (Test-Same -Left (Get-ServerName -Value $after[0].SourceTransportServers) -Right (Get-ServerName -Value $wanted.SourceTransportServers))
                    }
                }
                if ($proven) {
                    $changed = $changed + 1
                    Show-Line -Text 'Changed, and read back.'
                } else {
                    Stop-Failed -Reason ('the new value of {0} was not read back.' -f $identity)
                }
            } else {
                $declined = $declined + 1
            }
        } else {
            Show-Line -Text ('{0} found:    {1}' -f 'SourceTransportServers', (Get-ValueText -Value $before.SourceTransportServers))
            Show-Line -Text ('{0} expected: {1}' -f 'SourceTransportServers', (Get-ValueText -Value $current.SourceTransportServers))
            Stop-Script -Reason ('{0} was changed by somebody since. This script leaves it alone; gather the evidence again.' -f $identity)
        }
    } else {
        Show-Line -Text ('Left out. Read the step in the checklist; once it is decided, run the script with -{0}.' -f 'TakeServersOut')
    }

    Show-Line -Text 'Step 5 of the checklist: enable-smtp'
    if ($EnableSmtp) {
        $thumbprint = '93A12EF6D4F981627936445EB3EE652D86A9D5AB'
        $server = 'EX02'
        $listed = Get-ExchangeCertificate -Server $server -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-ExchangeCertificate', ([string]$failures))
        }
        $before = @($listed | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Thumbprint, [string]$thumbprint, [System.StringComparison]::Ordinal) })
        if ($before.Count -ne 1) {
            Stop-Script -Reason ('{0} does not have exactly one certificate {1}. Import it there first, with its private key.' -f $server, $thumbprint)
        }
        if (-not $before[0].HasPrivateKey) {
            Stop-Script -Reason ('{0} has the certificate {1} without its private key.' -f $server, $thumbprint)
        }
        if ([string]$before[0].Services -like '*SMTP*') {
            $already = $already + 1
            Show-Line -Text 'It serves SMTP already.'
        } else {
            if ($PSCmdlet.ShouldProcess((Get-SafeText -Value ('{0} on {1}' -f $thumbprint, $server)), 'Enable the certificate for SMTP beside its services')) {
                $defaultBefore = Get-ValueText -Value @(Get-DefaultSmtp | Where-Object { (Test-Same -Left (Get-ServerName -Value $_.Name) -Right (Get-ServerName -Value $server)) } | ForEach-Object { $_.InternalTransportCertificateThumbprint })
                Show-Line -Text ('Default SMTP certificate of {0} before: {1}' -f $server, $defaultBefore)
                Show-Line -Text 'Exchange may now ask whether to overwrite the default SMTP certificate. Type N and press Enter: a bare Enter means Yes.'
                try {
                    $null = Enable-ExchangeCertificate -Thumbprint $thumbprint -Server $server -Services SMTP -ErrorAction Continue -ErrorVariable failures
                    if ((-not $?) -or ($failures.Count -gt 0)) {
                        Show-Line -Text 'The cmdlet reported an error. What is read back now decides.'
                    }
                } catch {
                    Show-Line -Text ('The cmdlet refused: {0}' -f $_.Exception.Message)
                }
                $proven = $false
                foreach ($attempt in @(1, 2, 3)) {
                    if (-not $proven) {
                        if ($attempt -gt 1) {
                            Start-Sleep -Seconds 5
                        }
                        $listed = Get-ExchangeCertificate -Server $server -ErrorAction SilentlyContinue -ErrorVariable failures
                        if ((-not $?) -or ($failures.Count -gt 0)) {
                            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-ExchangeCertificate', ([string]$failures))
                        }
                        $after = @($listed | Where-Object { ($_ -ne $null) -and [string]::Equals([string]$_.Thumbprint, [string]$thumbprint, [System.StringComparison]::Ordinal) })
                        $proven = ($after.Count -eq 1) -and ([string]$after[0].Services -like '*SMTP*')
                    }
                }
                $defaultAfter = Get-ValueText -Value @(Get-DefaultSmtp | Where-Object { (Test-Same -Left (Get-ServerName -Value $_.Name) -Right (Get-ServerName -Value $server)) } | ForEach-Object { $_.InternalTransportCertificateThumbprint })
                Show-Line -Text ('Default SMTP certificate of {0} after: {1}' -f $server, $defaultAfter)
                $replaced = -not (Test-Same -Left $defaultAfter -Right $defaultBefore)
                if ($proven -or $replaced) {
                    $changed = $changed + 1
                }
                if ($replaced) {
                    Stop-Failed -Reason ('the default SMTP certificate of {0} is no longer {1}. Put it back: Enable-ExchangeCertificate with that thumbprint and -Services SMTP, and answer Y.' -f $server, $defaultBefore)
                } elseif ($proven) {
                    Show-Line -Text 'Changed, and read back.'
                } else {
                    Stop-Failed -Reason ('SMTP was not read back for the certificate on {0}.' -f $server)
                }
            } else {
                $declined = $declined + 1
            }
        }
    } else {
        Show-Line -Text ('Left out. Read the step in the checklist; once it is decided, run the script with -{0}.' -f 'EnableSmtp')
    }

    Show-Line -Text 'Step 6 of the checklist: put-servers-back'
    if ($PutServersBack) {
        $identity = 'To Exchange Online'
        # What must be there now, and what it becomes.
        $current = @{ SourceTransportServers = @('EX01') }
        $wanted = @{ SourceTransportServers = @('EX01', 'EX02') }
        $found = @(Find-SendConnector -Name $identity)
        if ($found.Count -ne 1) {
            Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
        }
        $before = $found[0]
        if ((Test-Same -Left (Get-ServerName -Value $before.SourceTransportServers) -Right (Get-ServerName -Value $wanted.SourceTransportServers))) {
            $already = $already + 1
            Show-Line -Text 'It is as wanted already.'
        } elseif ((Test-Same -Left (Get-ServerName -Value $before.SourceTransportServers) -Right (Get-ServerName -Value $current.SourceTransportServers))) {
            if ($PSCmdlet.ShouldProcess((Get-SafeText -Value $identity), (Get-SafeText -Value (@(('{0} = {1}' -f 'SourceTransportServers', (Get-ValueText -Value $wanted.SourceTransportServers))) -join '; ')))) {
                try {
                    $null = Set-SendConnector -Identity $identity -SourceTransportServers $wanted.SourceTransportServers -ErrorAction Continue -ErrorVariable failures
                    if ((-not $?) -or ($failures.Count -gt 0)) {
                        Show-Line -Text 'The cmdlet reported an error. What is read back now decides.'
                    }
                } catch {
                    Show-Line -Text ('The cmdlet refused: {0}' -f $_.Exception.Message)
                }
                $proven = $false
                foreach ($attempt in @(1, 2, 3)) {
                    if (-not $proven) {
                        if ($attempt -gt 1) {
                            Start-Sleep -Seconds 5
                        }
                        $after = @(Find-SendConnector -Name $identity)
                        $proven = ($after.Count -eq 1) -and (Test-Same -Left (Get-ServerName -Value $after[0].SourceTransportServers) -Right (Get-ServerName -Value $wanted.SourceTransportServers))
                    }
                }
                if ($proven) {
                    $changed = $changed + 1
                    Show-Line -Text 'Changed, and read back.'
                } else {
                    Stop-Failed -Reason ('the new value of {0} was not read back.' -f $identity)
                }
            } else {
                $declined = $declined + 1
            }
        } else {
            Show-Line -Text ('{0} found:    {1}' -f 'SourceTransportServers', (Get-ValueText -Value $before.SourceTransportServers))
            Show-Line -Text ('{0} expected: {1}' -f 'SourceTransportServers', (Get-ValueText -Value $current.SourceTransportServers))
            Stop-Script -Reason ('{0} was changed by somebody since. This script leaves it alone; gather the evidence again.' -f $identity)
        }
    } else {
        Show-Line -Text ('Left out. Read the step in the checklist; once it is decided, run the script with -{0}.' -f 'PutServersBack')
    }

    if ($WhatIfPreference) {
        Show-Line -Text 'PREVIEW: nothing was changed.'
        Close-Log
        exit 0
    } elseif ($declined -gt 0) {
        Show-Line -Text ('NOT ALL DONE: {0} changed, {1} already right, {2} declined.' -f $changed, $already, $declined)
        Close-Log
        exit 3
    }
    Show-Line -Text ('DONE: {0} changed, {1} already right.' -f $changed, $already, $declined)
    Close-Log
    exit 0
} catch {
    Stop-Failed -Reason ('something unforeseen happened: {0}' -f $_.Exception.Message)
}
