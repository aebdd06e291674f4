#Requires -Version 2.0

<#
.SYNOPSIS
    Puts back the values that were there before.
.DESCRIPTION
    For the Exchange Management Shell. Each value goes back only if it still is what
    the script on-premises.ps1 set; it stops if somebody changed it since. What was
    never changed is passed over. With -WhatIf it changes and writes nothing.
    SMTP is not taken away from a certificate: Exchange knows no command for that.
    Exit code: 0 done, 1 failed, 2 stopped by a guard, 3 something was declined.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param (
    [string]$Folder = '.'
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

    Show-Line -Text 'Undo of Step 3 of the checklist: set-send-certificate'
    $identity = 'To Exchange Online'
    # What must be there now, and what it becomes.
    $current = @{ TlsCertificateName = '<I>CN=Contoso Issuing CA 2, O=Contoso CA, C=US<S>CN=mail.contoso.com' }
    $wanted = @{ TlsCertificateName = '<I>CN=Contoso Issuing CA 1, O=Contoso CA, C=US<S>CN=mail.contoso.com' }
    $found = @(Find-SendConnector -Name $identity)
    if ($found.Count -ne 1) {
        Stop-Script -Reason ('{0} connectors are named {1}, and it has to be exactly one.' -f $found.Count, $identity)
    }
    $before = $found[0]
    if ((Test-Same -Left $before.TlsCertificateName -Right $wanted.TlsCertificateName)) {
        $already = $already + 1
        Show-Line -Text 'It is as wanted already.'
    } elseif ((Test-Same -Left $before.TlsCertificateName -Right $current.TlsCertificateName)) {
        if ($PSCmdlet.ShouldProcess((Get-SafeText -Value $identity), (Get-SafeText -Value (@(('{0} = {1}' -f 'TlsCertificateName', (Get-ValueText -Value $wanted.TlsCertificateName))) -join '; ')))) {
            try {
                $null = Set-SendConnector -Identity $identity -TlsCertificateName $wanted.TlsCertificateName -ErrorAction Continue -ErrorVariable failures
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
                    $proven = ($after.Count -eq 1) -and (Test-Same -Left $after[0].TlsCertificateName -Right $wanted.TlsCertificateName)
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
        Show-Line -Text ('{0} found:    {1}' -f 'TlsCertificateName', (Get-ValueText -Value $before.TlsCertificateName))
        Show-Line -Text ('{0} expected: {1}' -f 'TlsCertificateName', (Get-ValueText -Value $current.TlsCertificateName))
        Stop-Script -Reason ('{0} was changed by somebody since. This script leaves it alone; gather the evidence again.' -f $identity)
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
