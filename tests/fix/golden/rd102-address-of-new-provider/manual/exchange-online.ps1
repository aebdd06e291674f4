#Requires -Version 5.1

<#
.SYNOPSIS
    Mends the relay of mail through Microsoft 365, step by step, each with a guard.
.DESCRIPTION
    For Exchange Online PowerShell in a window of its own (5.1 or 7): run
    Connect-ExchangeOnline there first. Run it with -WhatIf first: it then changes
    and writes nothing. Each step stops when the live value is no longer the one
    that was diagnosed. Steps that a person has to decide are left out unless their
    switch is given; CHECKLIST.md says what to look at. A second run skips what is
    done already. -Folder: where the state before and a transcript are saved.
    Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param (
    [string]$Folder = '.',
    [switch]$SetAddresses
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

try {
    # Guard: Exchange Online PowerShell, and only that.
    if ((Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue) -or (Get-Command -Name 'Get-SendConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'the Exchange Management Shell is loaded in this window. Open a new PowerShell window and connect there.'
    }
    if ((-not (Get-Module -Name 'ExchangeOnlineManagement' -ListAvailable)) -and (-not (Get-Module -Name 'ExchangeOnlineManagement'))) {
        Stop-Script -Reason 'the module ExchangeOnlineManagement is not installed: Install-Module ExchangeOnlineManagement.'
    }
    if (-not (Get-Command -Name 'Get-InboundConnector' -ErrorAction SilentlyContinue)) {
        Stop-Script -Reason 'not connected: run Connect-ExchangeOnline in this window first, without -Prefix.'
    }

    # The state before, and a transcript, in a folder of this run.
    $beforeFolder = (Join-Path -Path $Folder -ChildPath ('{0}{1}' -f 'relay-doctor-before-exchange-online-', [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss', [System.Globalization.CultureInfo]::InvariantCulture)))
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
        $everything = Get-InboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-InboundConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'inbound-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'inbound-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'inbound-connectors.xml')
        }
        $everything = Get-OutboundConnector -ErrorAction SilentlyContinue -ErrorVariable failures
        if ((-not $?) -or ($failures.Count -gt 0)) {
            Stop-Script -Reason ('{0} failed: {1}' -f 'Get-OutboundConnector', ([string]$failures))
        }
        $everything | Export-Clixml -Path (Join-Path -Path $beforeFolder -ChildPath 'outbound-connectors.xml')
        if (-not (Test-Path -LiteralPath (Join-Path -Path $beforeFolder -ChildPath 'outbound-connectors.xml'))) {
            Stop-Script -Reason ('{0} was not saved.' -f 'outbound-connectors.xml')
        }
        Show-Line -Text ('The state before was saved in {0}.' -f $beforeFolder)
    } else {
        Show-Line -Text 'PREVIEW: the state before is not saved, and nothing is changed.'
    }

    Show-Line -Text 'Step 3 of the checklist: set-addresses'
    if ($SetAddresses) {
        $identity = 'Relay by address'
        # What must be there now, and what it becomes.
        $current = @{ SenderIPAddresses = @('203.0.113.7') }
        $wanted = @{ SenderIPAddresses = @('203.0.113.7', '198.51.100.23') }
        $found = @(Find-InboundConnector -Name $identity)
        if ($found.Count -ne 1) {
            Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
        }
        $before = $found[0]
        if ((Test-Same -Left $before.SenderIPAddresses -Right $wanted.SenderIPAddresses)) {
            $already = $already + 1
            Show-Line -Text 'It is as wanted already.'
        } elseif ((Test-Same -Left $before.SenderIPAddresses -Right $current.SenderIPAddresses)) {
            if ($PSCmdlet.ShouldProcess((Get-SafeText -Value $identity), (Get-SafeText -Value (@(('{0} = {1}' -f 'SenderIPAddresses', (Get-ValueText -Value $wanted.SenderIPAddresses))) -join '; ')))) {
                try {
                    $null = Set-InboundConnector -Identity $identity -SenderIPAddresses $wanted.SenderIPAddresses -ErrorAction Continue -ErrorVariable failures
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
                        $after = @(Find-InboundConnector -Name $identity)
                        $proven = ($after.Count -eq 1) -and (Test-Same -Left $after[0].SenderIPAddresses -Right $wanted.SenderIPAddresses)
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
            Show-Line -Text ('{0} found:    {1}' -f 'SenderIPAddresses', (Get-ValueText -Value $before.SenderIPAddresses))
            Show-Line -Text ('{0} expected: {1}' -f 'SenderIPAddresses', (Get-ValueText -Value $current.SenderIPAddresses))
            Stop-Script -Reason ('{0} was changed by somebody since. This script leaves it alone; gather the evidence again.' -f $identity)
        }
    } else {
        Show-Line -Text ('Left out. Read the step in the checklist; once it is decided, run the script with -{0}.' -f 'SetAddresses')
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
